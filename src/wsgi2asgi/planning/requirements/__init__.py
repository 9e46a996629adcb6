"""Which distributions a project on ASGI needs, and where its dependency files want them."""
