"""From wishes to disk: transform, guard, one transaction with a journal, undo, git."""
