"""Exit codes, as the contract has them."""

OK = 0
FINDINGS = 1  # at or above --fail-on, or `migrate --check` would change something
USAGE = 2  # usage error, or the project cannot be understood
NOT_PROVEN = 3  # the proof failed (rolled back unless --keep)
INTERNAL_ERROR = 4
INTERRUPTED = 130
