"""How tests come out under pytest, in this process and in the workers of pytest-xdist."""

import pytest
import wsgi2asgi_verify


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_protocol(item):
    """Know which test runs, from its first fixture to its last."""
    wsgi2asgi_verify.record.began(item.nodeid)
    yield
    wsgi2asgi_verify.record.ended()


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_makereport(item, call):
    """Each phase of a test comes out in some way; that of a test which passed in all of them is said once."""
    report = (yield).get_result()
    error = call.excinfo.value if report.failed and call.excinfo is not None else None
    if report.when == "call" or not report.passed:
        outcome = "passed" if hasattr(report, "wasxfail") else report.outcome
        wsgi2asgi_verify.record.outcome(item.nodeid, outcome, error)


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_make_collect_report(collector):
    """A module that cannot be collected counts as a test that fails."""
    report = (yield).get_result()
    if report.failed:
        call = getattr(report, "call", None)
        error = call.excinfo.value if call is not None and call.excinfo is not None else None
        wsgi2asgi_verify.record.outcome(report.nodeid, "failed", error)
