"""A package with a field that looks something up on disk, of which the converter sees the name alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms


class BarcodeField(forms.CharField):
    """A code out of a list."""

    def clean(self, value: Any) -> Any:
        """The code, if it is as long as it should be."""
        if len(super().clean(value)) > len(Path(__file__).read_text()):
            raise forms.ValidationError("too long")
        return value
