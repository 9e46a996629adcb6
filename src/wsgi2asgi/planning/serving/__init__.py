"""How a project is served now, and what takes its place under ASGI: read from its deployment files."""
