"""The books of cases: which modules stand in one project, under which settings, and which step changes it."""

from __future__ import annotations

import ast
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from wsgi2asgi.model.options import MigrateOptions, ProjectOptions
from wsgi2asgi.model.plan import StepId
from wsgi2asgi.workflow.guarded import Outcome, run_step
from wsgi2asgi.workflow.inspect import inspect

CASES = Path(__file__).parent / "cases"
OrmForms = Literal["native", "wrap"]
#: ``# shows: ROWS`` and ``# expect: async`` or ``# expect: sync WORDS OF THE REASON`` above a view.
_CASE = re.compile(
    r"^[ \t]*# shows: (?P<shows>.+)\n[ \t]*# expect: (?P<what>async|sync)(?: (?P<why>.+))?\n"
    r"(?:[ \t]*[@#].*\n)*[ \t]*(?:class|def) (?P<name>\w+)",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Visit:
    """One request to make; ``data`` is the form that is posted."""

    case: str
    number: int
    method: str
    path: str
    data: dict[str, Any] | None = None

    @property
    def name(self) -> str:
        """What it is called among all visits of a book."""
        return f"{self.case} {self.number} {self.method} {self.path} {self.data or ''}"


@dataclass(frozen=True)
class Expected:
    """What a case says of one of its views."""

    case: str
    view: str
    rows: tuple[str, ...]
    is_async: bool
    reason: str

    @property
    def page(self) -> str:
        """Where the view is visited, below its module: ``/name_of_view/``."""
        return f"/{re.sub('(?<=[a-z])(?=[A-Z])', '_', self.view).lower()}/"


@dataclass(frozen=True)
class Book:
    """Modules of cases that make a project together. ``shows``: rows that all of its visits show. ``lowest``: the
    Django from which on the project runs, whichever it runs on; what its cases expect is expected of that one."""

    name: str
    folder: str = ""
    modules: tuple[str, ...] = ()
    settings: str = ""
    step: StepId = "views"
    shows: tuple[str, ...] = ()
    lowest: str = ""

    @property
    def django(self) -> str:
        """The Django on which the cases expect what they do."""
        return self.lowest or "5.2"

    @property
    def home(self) -> Path:
        """Where its modules are."""
        return CASES / (self.folder or self.name)

    @property
    def cases(self) -> list[str]:
        """The names of its modules."""
        return sorted(self.modules or (path.stem for path in self.home.glob("[a-z]*.py")))

    @property
    def orms(self) -> tuple[OrmForms, ...]:
        """How its ORM calls may be written."""
        return ("native", "wrap") if self.step == "views" else ("native",)

    def expected(self, case: str) -> list[Expected]:
        """What one of its modules says of its views."""
        text = (self.home / f"{case}.py").read_bytes().decode("latin-1").replace("\r\n", "\n")
        return [
            Expected(
                case,
                found["name"],
                tuple(found["shows"].split()),
                found["what"] == "async",
                found["why"] or "",
            )
            for found in _CASE.finditer(text)
        ]

    def visits(self) -> list[Visit]:
        """The requests that its modules ask for, in ``VISITS``."""
        found = []
        for case in self.cases:
            for statement in ast.parse((self.home / f"{case}.py").read_bytes()).body:
                if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "VISITS":
                    made = eval(ast.unparse(statement.value))
                    found += [Visit(case, number, *visit) for number, visit in enumerate(made)]
        return found

    def write(self, folder: Path, django: str) -> None:
        """The project before it is changed: the one of all books, this book's own files, its modules and settings."""
        shutil.copytree(CASES / "project", folder)
        if (self.home / "project").is_dir():
            shutil.copytree(self.home / "project", folder, dirs_exist_ok=True)
        (folder / "cases").mkdir()
        (folder / "cases" / "__init__.py").touch()
        for case in self.cases:
            shutil.copy(self.home / f"{case}.py", folder / "cases")
        (folder / "requirements.txt").write_text(f"Django>={self.lowest}\n" if self.lowest else f"Django=={django}\n")
        settings, urls = folder / "site_" / "settings.py", folder / "site_" / "urls.py"
        settings.write_text(settings.read_text() + self.settings)
        routed = [case for case in self.cases if b"\nurlpatterns" in (self.home / f"{case}.py").read_bytes()]
        routes = "\n".join(f'    path("{case}/", include("cases.{case}")),' for case in routed)
        urls.write_text(urls.read_text().replace("    # the test adds the cases here", routes))

    def change(self, original: Path, folder: Path, orm: OrmForms) -> Outcome:
        """A copy of the project after the step, and what the step says."""
        options = MigrateOptions(ProjectOptions(original), views=("all",), orm=orm)
        outcome = run_step(self.step, inspect(options.project, jobs=1, cache=None), options)
        shutil.copytree(original, folder)
        for path, data in outcome.changes.files.items():
            (folder / path).write_bytes(data)
        return outcome


def _chain(name: str, *layers: str, shows: str) -> Book:
    settings = f"MIDDLEWARE = {['cases.layers.' + layer for layer in layers]!r} + MIDDLEWARE\n"
    return Book(name, "middleware", ("layers", "pages"), settings, "middleware", tuple(shows.split()))


VIEWS = Book("views", shows=("0.stable",))
STREAMS = Book("streams", "middleware", ("streams",), step="streams", shows=("7.stream",))
STATE = Book("state", "middleware", ("pages",), step="state", shows=("7.local",))
CHAINS = (
    _chain("hybrid_lowers_hops", "Stamp", "Slashes", shows="7.middleware_class"),
    _chain("hybrid_with_finally", "Timed", shows="7.middleware_class"),
    _chain("what_stands_above_one_that_cannot_gains_nothing", "Stamp", "HandedOn", "Slashes", shows="0.sync_is_safe"),
    _chain("writing_stays", "Logging", shows="0.sync_is_safe"),
    _chain("state_on_self_stays", "Remembering", shows="7.state_on_self"),
    _chain("own_call_is_mended", "OwnCall", shows="7.own_call 7.middleware_mixin"),
    _chain("hybrid_functions", "stamped", "without_doubled_slashes", "guarding", shows="7.middleware_function"),
    _chain("hybrid_function_and_class", "Stamp", "counted", shows="7.middleware_function 7.middleware_class"),
    _chain("function_that_asks_the_database_gains_nothing", "with_books", shows="7.middleware_function 0.few_hops"),
    _chain("function_that_writes_stays", "logging", shows="7.middleware_function 0.one_unit"),
    _chain("function_with_state_stays", "numbering", shows="7.middleware_function 0.sync_is_safe"),
    _chain("function_handed_on_stays", "handing_on", shows="7.middleware_function 0.sync_is_safe"),
    _chain("function_with_hooks_stays", "hooked", shows="7.middleware_function 0.sync_is_safe"),
    _chain("function_with_thread_local_stays", "remembering", shows="7.middleware_function 0.sync_is_safe"),
    _chain("function_that_counts_queries_stays", "counting_queries", shows="7.middleware_function 0.sync_is_safe"),
    _chain("function_that_lists_queries_stays", "listing_queries", shows="7.middleware_function 0.sync_is_safe"),
    _chain("function_that_watches_queries_stays", "watching", shows="7.middleware_function 0.sync_is_safe"),
    _chain("function_around_a_transaction_stays", "in_transaction", shows="7.middleware_function 5.block"),
    _chain("functions_above_one_that_cannot", "stamped", "numbering", shows="7.middleware_function 0.few_hops"),
    _chain("unmarked_is_mended", "Stamp", "Unmarked", shows="7.unmarked"),
)
_OWN_BACKEND = 'AUTHENTICATION_BACKENDS = ["shop.backends.ShopBackend"]\n'
_PROTECTION = [
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
EARLIER = (
    Book("earlier", settings=f"MIDDLEWARE += {_PROTECTION}\n", lowest="4.2"),
    Book("earlier_backends", "backends", ("earlier_visitors",), _OWN_BACKEND, lowest="4.2"),
)
OTHER_SETTINGS = (
    Book("backends", modules=("visitors",), settings=_OWN_BACKEND),
    Book("stores", settings='SESSION_ENGINE = "shop.sessions"\n'),
    Book(
        "signed",
        settings='SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"\nCSRF_USE_SESSIONS = True\n'
        'MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"\n',
    ),
    Book(
        "caches",
        settings='_TABLE = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_table"}\n'
        'CACHES = {"default": _TABLE, "table": _TABLE}\n',
    ),
    Book("swapped"),
    Book("rearranged", settings='MIDDLEWARE[4] = "shop.guests.GuestMiddleware"\n'),
    Book("carried", settings='MIDDLEWARE += ["shop.carrying.Carrying"]\n'),
    Book("always_looked_up", "looked_up", ("always_looked_up",), 'MIDDLEWARE += ["shop.looking.Looking"]\n'),
    Book("perhaps_looked_up", "looked_up", ("perhaps_looked_up",), 'MIDDLEWARE += ["shop.looking.looking_seldom"]\n'),
    Book("remembered", settings='MIDDLEWARE += ["shop.current.remembering"]\n'),
    Book("tenants", settings='MIDDLEWARE += ["shop.kept.keeping"]\n'),
    Book("lowered", settings='MIDDLEWARE += ["shop.lowering.Lowering"]\n'),
    Book("atomic", settings='DATABASES["default"]["ATOMIC_REQUESTS"] = True\n'),
)
BOOKS = (VIEWS, *EARLIER, *OTHER_SETTINGS, STREAMS, STATE, *CHAINS)
