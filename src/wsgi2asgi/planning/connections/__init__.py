"""The connection budget: what the servers may hold open today, what may happen under ASGI, what the database admits."""
