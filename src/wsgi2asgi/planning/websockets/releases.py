"""Which release of Channels a project's Django admits.

From the metadata of the wheels and from echo runs: 3.0.5 works on Django 3.0 and 3.1, 4.0 on 3.2 to 4.1, 4.1 and later
on 4.2 and later. https://channels.readthedocs.io/en/stable/releases/
"""

from __future__ import annotations

from wsgi2asgi.model.project import Project

_FIRST_ASGI = (3, 0)
_FIRST_CHANNELS_4 = (3, 2)


def why_no_channels(project: Project) -> str | None:
    """Why no release of Channels fits, None where one does (or where the Django is unknown)."""
    version = project.django_version
    if version is not None and version < _FIRST_ASGI:
        return f"no release of Channels routes beside Django {project.django.value}: upgrade Django first"
    return None


def carries_runserver(project: Project) -> bool:
    """Whether the development server comes with daphne (since Channels 4) rather than with Channels itself."""
    version = project.django_version
    return version is None or version >= _FIRST_CHANNELS_4
