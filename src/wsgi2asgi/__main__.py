"""``python -m wsgi2asgi``."""

from wsgi2asgi.cli import main

if __name__ == "__main__":
    main()
