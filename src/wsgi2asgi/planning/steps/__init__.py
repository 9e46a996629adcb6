"""One module a step, named as the step: ``plan(program, options) -> Step``."""
