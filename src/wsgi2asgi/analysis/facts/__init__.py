"""One pass of ``ast`` over each file; the result are values without trees. The only reader of ``ast``."""
