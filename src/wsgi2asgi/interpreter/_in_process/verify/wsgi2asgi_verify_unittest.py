"""How tests come out under unittest and Django's runner, in this process and in the workers of ``--parallel``."""

import functools

OUTCOMES = {
    "addSuccess": "passed",
    "addExpectedFailure": "passed",
    "addError": "failed",
    "addFailure": "failed",
    "addUnexpectedSuccess": "failed",
    "addSkip": "skipped",
}


def watch_tests(module, record):
    """Know in ``unittest.case`` which test runs."""
    original = module.TestCase.run

    @functools.wraps(original)
    def run(self, result=None):
        if not record.began(self.id()):
            return original(self, result)
        try:
            return original(self, result)
        finally:
            record.ended()

    module.TestCase.run = run


def watch_classes(module, record):
    """Know in ``unittest.suite`` which class is being prepared."""
    original = module.TestSuite._handleClassSetUp

    @functools.wraps(original)
    def handle(self, test, result):
        cls = type(test)
        if not record.began(f"setUpClass ({cls.__module__}.{cls.__qualname__})"):
            return original(self, test, result)
        try:
            return original(self, test, result)
        finally:
            record.ended()

    module.TestSuite._handleClassSetUp = handle


def watch_results(module, record):
    """A runner has its own class of results, so the methods are wrapped when the first one of a class is made."""
    begin, done = module.TestResult.__init__, set()

    @functools.wraps(begin)
    def begins(self, *args, **kwargs):
        for cls in set(type(self).__mro__) - done:
            done.add(cls)
            for name in (*OUTCOMES, "addSubTest"):
                if name in vars(cls):
                    wrap(cls, name, record)
        begin(self, *args, **kwargs)

    module.TestResult.__init__ = begins


def wrap(cls, name, record):
    """Write down what a result is told."""
    original = vars(cls)[name]

    @functools.wraps(original)
    def told(self, test, *args, **kwargs):
        if name != "addSubTest":
            error = args[0][1] if name in ("addError", "addFailure") and args else None
            record.outcome(test.id(), OUTCOMES[name], error)
        elif len(args) > 1 and args[1] is not None:
            record.outcome(args[0].id(), "failed", args[1][1], of=test.id())
        return original(self, test, *args, **kwargs)

    setattr(cls, name, told)
