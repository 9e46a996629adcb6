"""Whether validating a form may write: not the forms that Django writes itself, with fields that are all seen."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.operations import Operation
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import Form

#: What validates a form, by Django's own names. (django.forms.forms.BaseForm)
VALIDATING = ("is_valid", "full_clean", "errors")
_FORM = "django.forms.forms.BaseForm"
#: They check a password, and save a better hash of it. (django.contrib.auth.hashers.check_password)
_HASHING = (
    "django.contrib.auth.forms.AuthenticationForm", "django.contrib.auth.forms.PasswordChangeForm",
    "django.contrib.auth.forms.SetPasswordForm",
)  # fmt: skip


def is_plain_validation(program: Program, operation: Operation) -> bool:
    """Whether it only validates a form of which all is seen that runs then; its ``callees`` are to be looked at."""
    if operation.kind != "form" or operation.method.rpartition(".")[2] not in VALIDATING:
        return False
    form = operation.subject
    return isinstance(form, Form) and _is_seen(program, form.cls)


def _is_seen(program: Program, cls: str) -> bool:
    known, lineage = program.class_(cls), program.lineage(cls)
    if known is None:
        return cls.startswith("django.") and _FORM in lineage and not set(_HASHING) & set(lineage)
    if known.has_unknown_base or _FORM not in lineage or set(_HASHING) & set(lineage):
        return False
    return all(_is_plain(program, name) for name in _called(program, lineage))


def _called(program: Program, lineage: tuple[str, ...]) -> Iterator[str]:
    """What the bodies of a form's classes and their ``__init__`` call: fields and widgets; "" where that is unknown."""
    for base in lineage:
        for name in (base, f"{base}.Meta", f"{base}.__init__"):
            function = program.functions.get(name)
            if function is None:
                continue
            names = program.flow(name).names
            yield from (names[op.inputs[0]] or "" for op in function.facts.ops if op.kind == "call")


def _is_plain(program: Program, name: str) -> bool:
    cls = program.class_(name)
    seen = cls is not None and not cls.has_unknown_base
    return seen or name.startswith(("django.", "builtins.")) or name in program.functions
