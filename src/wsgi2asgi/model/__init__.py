"""The frozen words everybody speaks. Standard library only; imports nothing else of this project.

Each module holds the words of one subject; import them from there
(``from wsgi2asgi.model.findings import Finding``).
"""
