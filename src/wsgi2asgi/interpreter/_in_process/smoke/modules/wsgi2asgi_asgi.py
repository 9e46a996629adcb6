"""What Uvicorn is told to import: the project's ASGI application on a throw-away copy. Python 3.8 or later."""

import wsgi2asgi_boot

application = wsgi2asgi_boot.serve("asgi")
