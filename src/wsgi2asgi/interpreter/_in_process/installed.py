"""Which distributions are installed here? Answer: ``{"python": "3.12.1", "packages": {name: version}}``.

Names are canonical (PEP 503). Python 3.8 or later, standard library only.
"""

import re
import sys
from importlib import metadata


def main(request):
    packages = {}
    for distribution in metadata.distributions():
        name = distribution.metadata["Name"]  # None where a removed package left its folder behind
        if name and distribution.version:
            # The first on sys.path is the one that is imported.
            packages.setdefault(re.sub(r"[-_.]+", "-", name).lower(), distribution.version)
    python = ".".join(str(part) for part in sys.version_info[:3])
    return {"python": python, "packages": dict(sorted(packages.items()))}
