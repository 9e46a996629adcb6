"""``python wsgi2asgi_uvicorn.py ARGUMENTS``: Uvicorn's own command line, also where Uvicorn is an extra package.

``python -m uvicorn`` would need it on PYTHONPATH, where its dependencies would hide the project's own.
Python 3.8 or later.
"""

if __name__ == "__main__":  # worker processes import this file again
    import wsgi2asgi_boot

    wsgi2asgi_boot.add_extra_packages()
    from uvicorn.main import main

    main()
