"""Results of ``check`` made of arbitrary words, and one small result to begin from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from wsgi2asgi.model.check import CheckResult, Readiness
from wsgi2asgi.model.connections import Capacity, ConnectionBudget
from wsgi2asgi.model.findings import Finding, Fix
from wsgi2asgi.model.places import Evidence, Place, Reason, Skipped
from wsgi2asgi.model.project import Answer, Project
from wsgi2asgi.model.project_verdict import ProjectVerdict
from wsgi2asgi.model.request_path import HopCount, PathChange, PathHops, RequestPath
from wsgi2asgi.model.rules import Rule, RulePage
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi.model.verdicts import DeploymentNote, Gain, Hops, MiddlewareLink, PackageNote, Verdict, ViewVerdict

HOSTILE = (
    "</script><script>alert(1)</script>",
    "a|b`c``d",
    "<!-- -->",
    "line\nline\r\nline",
    "::error::%0A",
    "@you #1",
)
WORDS = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=30))
_FIX = Fix("manual")


def result(
    word: str = "word",
    path: str = "shop/views.py",
    root: Path = Path("/nowhere"),
    source: str = "x = 1\n",
    place: Place | None = None,
) -> CheckResult:
    """A result with one of everything, in which each text is this word."""
    place = place or Place(path, 1, 1, 1, 2)
    reasons = (Reason(word, place), Reason(word))
    tree = SourceTree(root, {path: source.encode(errors="surrogatepass")})
    finding = Finding(
        "ASG501", "blocking-sleep", "error", "likely", place, word, _FIX, (Evidence(place, word),), "0" * 16
    )
    return CheckResult(
        project=Project(
            tree,
            manage_py=None,
            source_roots=("",),
            settings_module=Answer("site.settings", word),
            settings_files=(path,),
            root_urlconf=None,
            wsgi_module=None,
            wsgi_path=None,
            asgi_module=None,
            asgi_path=None,
            django=Answer("5.2", word),
            python=None,
            notes=(word,),
        ),
        readiness=Readiness(50, "needs-work", {"error": 1, "warning": 1, "info": 0}),
        findings=(finding, replace(finding, severity="warning", evidence=(), fingerprint="1" * 16)),
        views=(_view("convert", word, place), _view("keep-sync", word, place)),
        sites=(),
        middleware=(
            MiddlewareLink(word, 0, "hybrid", 2, None, "async", False, ("process_request",), 1, 2, True),
            MiddlewareLink(word, 1, "sync", 1, path, "sync", True, (), 1, 1, False),
        ),
        request_path=RequestPath(2, False, _hops(5), (PathChange(word, _hops(4)),), (Reason(word, place),)),
        connections=ConnectionBudget(
            "postgresql", (Capacity("gunicorn", place, 2, 4, word),), 8, None, 100, word, True, "unbounded", reasons
        ),
        verdict=ProjectVerdict("hybrid", word, reasons, reasons),
        packages=(PackageNote("whitenoise", word, "sync", word, "https://example.org/"),),
        deployment=(DeploymentNote(path, 1, "uwsgi", word),),
        skipped=(Skipped(path, word),),
        rules=(RulePage(Rule("ASG501", "blocking-sleep", "error", _FIX), f"## What it does\n{word}\n"),),
    )


def _hops(number: int) -> PathHops:
    return PathHops(HopCount(number, number), HopCount(number - 1, number), HopCount(1, 1))


def _view(verdict: Verdict, word: str, place: Place) -> ViewVerdict:
    gain: Gain = "high" if verdict == "convert" else "none"
    reasons = (Reason(word, place),)
    return ViewVerdict(word, place, "function", False, (word,), verdict, gain, reasons, ("http",), Hops(3, 2))
