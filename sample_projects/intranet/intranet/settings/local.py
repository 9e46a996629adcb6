from .base import *

DEBUG = True
SECRET_KEY = "only-for-local-development"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
