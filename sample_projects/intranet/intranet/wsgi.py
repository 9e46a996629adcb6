"""
WSGI config of the intranet, loaded by uWSGI (deploy/uwsgi.ini).

https://docs.djangoproject.com/en/4.2/howto/deployment/wsgi/
"""

import os
import sys
from pathlib import Path

from dotenv import load_dotenv

BASE_DIR = Path(__file__).resolve().parent.parent

load_dotenv(BASE_DIR / ".env")
sys.path.insert(0, str(BASE_DIR / "apps"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings.production")

from django.core.wsgi import get_wsgi_application  # noqa: E402
from whitenoise import WhiteNoise  # noqa: E402

application = get_wsgi_application()
# robots.txt and the like, which have to be at the root
application = WhiteNoise(application, root=BASE_DIR / "public")
