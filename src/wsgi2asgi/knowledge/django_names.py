"""Where Django defines what it exports, and what its classes derive from: ``django_names.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from wsgi2asgi.knowledge.tables import table


def canonical(name: str) -> str:
    """The dotted name of the place of definition: ``django.views.View`` is ``django.views.generic.base.View``.

    Also of what hangs on it: ``django.http.HttpResponse.write``. Names that are not known stay as they are.
    """
    if not name.startswith("django."):
        return name
    head, tail = name, ""
    exported = exports()
    while head:
        if head in exported:
            return exported[head] + tail
        head, _, last = head.rpartition(".")
        tail = f".{last}{tail}"
    return name


def is_class(name: str) -> bool:
    """Whether this canonical name is a class of Django's."""
    return name in bases()


@cache
def exports() -> Mapping[str, str]:
    """{exported name: canonical name}."""
    found: dict[str, str] = _table()["exports"]
    return found


@cache
def bases() -> Mapping[str, tuple[str, ...]]:
    """{class: its bases}, all canonical."""
    return {name: tuple(found) for name, found in _table()["classes"].items()} | _PACKAGES


@cache
def _table() -> dict[str, dict[str, Any]]:
    return table("django_names")


_VIEW = "django.views.generic.base.View"
_MIXINS = "rest_framework.mixins"
_SERIALIZER = "rest_framework.serializers.BaseSerializer"
#: Classes of packages that projects derive from so often that their place in the hierarchy matters.
_PACKAGES: dict[str, tuple[str, ...]] = {
    "rest_framework.views.APIView": (_VIEW,),
    "rest_framework.routers.APIRootView": ("rest_framework.views.APIView",),
    "rest_framework.generics.GenericAPIView": ("rest_framework.views.APIView",),
    **{f"{_MIXINS}.{name}ModelMixin": () for name in ("Create", "List", "Retrieve", "Update", "Destroy")},
    **{
        f"rest_framework.generics.{''.join(parts)}APIView": (
            *(f"{_MIXINS}.{part}ModelMixin" for part in parts),
            "rest_framework.generics.GenericAPIView",
        )
        for parts in (
            ("Create",), ("List",), ("Retrieve",), ("Destroy",), ("Update",), ("List", "Create"),
            ("Retrieve", "Update"), ("Retrieve", "Destroy"), ("Retrieve", "Update", "Destroy"),
        )
    },
    "rest_framework.viewsets.ViewSetMixin": (),
    "rest_framework.viewsets.ViewSet": ("rest_framework.viewsets.ViewSetMixin", "rest_framework.views.APIView"),
    "rest_framework.viewsets.GenericViewSet": (
        "rest_framework.viewsets.ViewSetMixin", "rest_framework.generics.GenericAPIView",
    ),
    "rest_framework.viewsets.ModelViewSet": (
        *(f"{_MIXINS}.{part}ModelMixin" for part in ("Create", "Retrieve", "Update", "Destroy", "List")),
        "rest_framework.viewsets.GenericViewSet",
    ),
    "rest_framework.viewsets.ReadOnlyModelViewSet": (
        f"{_MIXINS}.RetrieveModelMixin", f"{_MIXINS}.ListModelMixin", "rest_framework.viewsets.GenericViewSet",
    ),
    "rest_framework.serializers.Serializer": (_SERIALIZER,),
    "rest_framework.serializers.ListSerializer": (_SERIALIZER,),
    "rest_framework.serializers.ModelSerializer": ("rest_framework.serializers.Serializer",),
    "rest_framework.serializers.HyperlinkedModelSerializer": ("rest_framework.serializers.ModelSerializer",),
    "channels.consumer.SyncConsumer": ("channels.consumer.AsyncConsumer",),
    "channels.generic.websocket.WebsocketConsumer": ("channels.consumer.SyncConsumer",),
    "channels.generic.websocket.JsonWebsocketConsumer": ("channels.generic.websocket.WebsocketConsumer",),
    "channels.generic.websocket.AsyncWebsocketConsumer": ("channels.consumer.AsyncConsumer",),
    "channels.generic.websocket.AsyncJsonWebsocketConsumer": ("channels.generic.websocket.AsyncWebsocketConsumer",),
    "channels.generic.http.AsyncHttpConsumer": ("channels.consumer.AsyncConsumer",),
    "mptt.models.MPTTModel": ("django.db.models.base.Model",),
    "polymorphic.models.PolymorphicModel": ("django.db.models.base.Model",),
    "model_utils.models.TimeStampedModel": ("django.db.models.base.Model",),
    "taggit.models.TagBase": ("django.db.models.base.Model",),
    "taggit.models.ItemBase": ("django.db.models.base.Model",),
    "taggit.models.GenericTaggedItemBase": ("taggit.models.ItemBase",),
    "taggit.models.TaggedItemBase": ("taggit.models.ItemBase",),
    "wagtail.models.Page": ("django.db.models.base.Model",),
    "ordered_model.models.OrderedModel": ("django.db.models.base.Model",),
    "solo.models.SingletonModel": ("django.db.models.base.Model",),
    "import_export.admin.ImportExportModelAdmin": ("django.contrib.admin.options.ModelAdmin",),
    "import_export.admin.ImportExportMixin": (),
    "simple_history.admin.SimpleHistoryAdmin": ("django.contrib.admin.options.ModelAdmin",),
    "formtools.wizard.views.SessionWizardView": ("django.views.generic.base.TemplateView",),
    "extra_views.CreateWithInlinesView": ("django.views.generic.edit.CreateView",),
    "extra_views.UpdateWithInlinesView": ("django.views.generic.edit.UpdateView",),
    "extra_views.ModelFormSetView": ("django.views.generic.base.TemplateView",),
    "django_filters.views.FilterView": ("django.views.generic.list.ListView",),
    "django_tables2.views.SingleTableView": ("django.views.generic.list.ListView",),
}  # fmt: skip
