"""
Django settings for newsdesk project.

https://docs.djangoproject.com/en/5.2/ref/settings/
"""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = os.environ.get("DJANGO_DEBUG", "1") == "1"
SECRET_KEY = os.environ.get("DJANGO_SECRET_KEY", "development-only-secret-of-the-newsdesk")
ALLOWED_HOSTS = os.environ.get("DJANGO_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "articles",
    "jobs",
    "media",
    "wire",
]

MIDDLEWARE = [
    "newsdesk.middleware.SlowRequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsdesk.middleware.EditionMiddleware",
]

ROOT_URLCONF = "newsdesk.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "articles.context_processors.sections",
            ],
        },
    },
]

WSGI_APPLICATION = "newsdesk.wsgi.application"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("DATABASE_PATH", BASE_DIR / "db.sqlite3"),
        "OPTIONS": {"timeout": 20},
    }
}

if "REDIS_URL" in os.environ:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": os.environ["REDIS_URL"],
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "articles:desk"
LOGOUT_REDIRECT_URL = "articles:home"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]

MEDIA_URL = "uploads/"
MEDIA_ROOT = os.environ.get("UPLOADS_PATH", BASE_DIR / "uploads")

EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = "desk@newsdesk.example"

# Background jobs run in the request unless a worker (manage.py run_jobs) is there to take them.
JOBS_EAGER = os.environ.get("JOBS_EAGER", "1") == "1"

# The wire service; manage.py stub_wire plays its part in development.
WIRE_BASE_URL = os.environ.get("WIRE_BASE_URL", "http://127.0.0.1:9797")
WIRE_TIMEOUT = float(os.environ.get("WIRE_TIMEOUT", "5"))
WIRE_RETRIES = 2
WIRE_RETRY_PAUSE = 0.1

TRANSCODE_POLLS = int(os.environ.get("TRANSCODE_POLLS", "4"))
TRANSCODE_POLL_INTERVAL = 0.2

LIVE_STREAM_ROUNDS = int(os.environ.get("LIVE_STREAM_ROUNDS", "3"))
LIVE_STREAM_INTERVAL = 0.2

EDITIONS = ["uk", "us", "world"]
SLOW_REQUEST_SECONDS = 2.0

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "newsdesk": {"handlers": ["console"], "level": "INFO"},
        "wire": {"handlers": ["console"], "level": os.environ.get("WIRE_LOG_LEVEL", "WARNING")},
    },
}
