"""What does this interpreter have? Answer: its version, Django's, which of the asked modules can be imported, and
all installed distributions as constraints.

Python 3.8 or later, standard library only.
"""

import importlib.util
import json
import sys
from importlib import metadata


def main(request):
    """``{"modules": [names]}`` → ``{"python", "django", "missing", "constraints"}``."""
    missing = [name for name in request["modules"] if importlib.util.find_spec(name) is None]
    django = None
    if importlib.util.find_spec("django") is not None:
        import django as found

        django = found.get_version() if hasattr(found, "get_version") else None
    return {
        "python": ".".join(str(part) for part in sys.version_info[:3]),
        "django": django,
        "missing": missing,
        "constraints": constraints(),
    }


def constraints():
    """``name==version`` of all that came from a registry."""
    found = {}
    for distribution in metadata.distributions():
        name = distribution.metadata["Name"]
        if name and distribution.version and not is_local(distribution):
            found.setdefault(name.lower(), f"{name}=={distribution.version}")
    return [found[name] for name in sorted(found)]


def is_local(distribution):
    """Whether it was installed from a folder, a file or a repository (PEP 610)."""
    text = distribution.read_text("direct_url.json")
    return text is not None and "url" in json.loads(text)
