"""The step ``asgi``: an asgi.py that does what wsgi.py does. wsgi.py stays, for the way back.

https://docs.djangoproject.com/en/stable/howto/deployment/asgi/
"""

from __future__ import annotations

import posixpath

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.options import MigrateOptions
from wsgi2asgi.model.places import Skipped
from wsgi2asgi.model.plan import Step
from wsgi2asgi.planning.drafts import Drafts
from wsgi2asgi.planning.entry_point.drift import compare
from wsgi2asgi.planning.entry_point.early_imports import early_imports
from wsgi2asgi.planning.entry_point.location import asgi_path, project_name
from wsgi2asgi.planning.entry_point.wsgi_wrappers import advice_on, known_wrappers
from wsgi2asgi_codemods.reading.entry_text import TEMPLATE
from wsgi2asgi_codemods.reading.outline import outline, settings_named
from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.rehearsal import Rehearsal, rehearse

#: https://docs.djangoproject.com/en/3.0/releases/3.0/#asgi-support
_FIRST_DJANGO = (3, 0)


def plan(program: Program, options: MigrateOptions) -> Step:
    """Create asgi.py where there is none, mend it where it is broken, leave it alone where it is good."""
    project = program.project
    drafts = Drafts(project.tree)
    path = asgi_path(project)
    version = project.django_version
    if version is not None and version < _FIRST_DJANGO:
        why = f"Django {project.django.value} has no ASGI support, it came with 3.0: upgrade Django first"
        drafts.refused.append(Skipped(path, why))
        return drafts.step("asgi", "derive_asgi_module", "Add asgi.py")
    if project.tree.exists(path):
        _mend(program, drafts, path)
        return drafts.step("asgi", "serve_asgi_application", f"{'Mend' if drafts.wishes else 'Keep'} {path}")
    _create(program, drafts, path)
    title = f"Add {path}" if drafts.wishes else f"{path} has to be written by hand"
    return drafts.step("asgi", "derive_asgi_module", title)


# -- no asgi.py ---------------------------------------------------------------------------------------------


def _create(program: Program, drafts: Drafts, path: str) -> None:
    project = program.project
    if project.wsgi_path is None:
        text = TEMPLATE.format(
            project=project_name(project),
            docs=_docs(program) or "stable",
            quote='"',
            settings=project.settings_module.value,
        )
        drafts.create(path, text, "an ASGI server needs an entry point, and the project has no wsgi.py to make it from")
        return
    wsgi = drafts.text(project.wsgi_path)
    if wsgi is None:
        return
    try:
        derived = _derive(program, wsgi)
    except Refused as refused:
        drafts.refused.append(Skipped(path, f"{project.wsgi_path} cannot be carried over: {refused}"))
        return
    drafts.create(
        path, derived.code, f"an ASGI server needs an entry point; this one does what {project.wsgi_path} does"
    )
    for note in derived.notes:
        drafts.advise(f"left out of {path}: {advice_on(note.subject)}", project.wsgi_path, note.line)


def _derive(program: Program, wsgi: str) -> Rehearsal:
    parameters = {"project": project_name(program.project), "django": _docs(program)}
    return rehearse(wsgi, "derive_asgi_module", parameters)


def _docs(program: Program) -> str | None:
    version = program.project.django_version
    return f"{version[0]}.{version[1]}" if version else None


# -- an asgi.py that is there -------------------------------------------------------------------------------


def _mend(program: Program, drafts: Drafts, path: str) -> None:
    notes = drafts.edit(
        path,
        "serve_asgi_application",
        {"wsgi_wrappers": list(known_wrappers())},
        "it serves a WSGI application, which fails on every request under an ASGI server",
    )
    for note in notes:
        drafts.advise(f"taken off the application: {advice_on(note.subject)}", path, note.line)
    if not any(item.kind == "application" for item in outline(drafts.text(path) or "")):
        drafts.advise("this is where ASGI_APPLICATION leads, but it does not make Django's application", path)
        return
    early = early_imports(program, path)
    if early:
        why = "imports that need Django's apps stand above the call that loads them (AppRegistryNotReady)"
        drafts.edit(path, "load_apps_first", {"imports": list(early)}, why)
    _compare(program, drafts, path)


def _compare(program: Program, drafts: Drafts, path: str) -> None:
    """Settings module, environment and search path as in wsgi.py; what else differs is said."""
    wsgi_path = program.project.wsgi_path
    wsgi = drafts.text(wsgi_path) if wsgi_path else None
    text = drafts.text(path)
    if wsgi_path is None or wsgi is None or text is None:
        return
    _settings_module(drafts, path, text, wsgi_path, settings_named(wsgi))
    try:
        drift = compare(_derive(program, wsgi).code, drafts.text(path) or text)
    except Refused as refused:
        drafts.advise(f"{path} could not be compared with it: {refused}", wsgi_path)
        return
    if drift.statements:
        parameters = {"statements": list(drift.statements), "imports": list(drift.imports)}
        drafts.edit(path, "carry_over_statements", parameters, f"{wsgi_path} loads configuration that it does not")
    for item in drift.noted:
        drafts.advise(f"{path} does not do this: {item.key[:100]}", wsgi_path, item.line)


def _settings_module(drafts: Drafts, path: str, text: str, wsgi_path: str, wanted: str | None) -> None:
    if wanted is None:
        return
    if "DJANGO_SETTINGS_MODULE" not in text:
        why = f"without DJANGO_SETTINGS_MODULE in the environment it does not start; {wsgi_path} names {wanted}"
        drafts.edit(path, "default_settings_module", {"settings": wanted}, why)
        return
    named = settings_named(text)
    if named is not None and named != wanted:
        drafts.advise(
            f"{posixpath.basename(path)} runs with {named} unless DJANGO_SETTINGS_MODULE says otherwise, "
            f"{posixpath.basename(wsgi_path)} with {wanted}: choose one, or set the variable where the server starts",
            path,
        )
