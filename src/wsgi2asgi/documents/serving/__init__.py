"""What a command that starts a server says, and how the same is said to an ASGI server."""
