import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.urls import path

from sailings.consumers import BoardingConsumer  # hazard: consumer-imported-before-setup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ferry.settings")
application = ProtocolTypeRouter(
    {
        "http": get_asgi_application(),
        "websocket": URLRouter([path("ws/boarding/", BoardingConsumer.as_asgi())]),  # hazard: any-origin
    }
)
