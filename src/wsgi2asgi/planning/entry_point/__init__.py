"""What the steps know about wsgi.py and asgi.py."""
