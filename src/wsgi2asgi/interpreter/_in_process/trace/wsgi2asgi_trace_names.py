"""The qualified name of a function by the file and the line it begins on, as ``__qualname__`` has it.

Before Python 3.11 a code object knows its plain name only.
"""

import ast
import hashlib
import os
import tokenize

COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")


class Names:
    """Names of the functions of a project's files, read when they are asked for."""

    def __init__(self, root):
        self.root = root
        self.known = {}

    def of(self, path, first, name):
        """The function ``name`` that begins on line ``first``; a comprehension is part of the function around it."""
        if path not in self.known:
            self.known[path] = read(os.path.join(self.root, path))
        exact, spans = self.known[path]
        if (first, name) in exact:
            return exact[first, name]
        around = [found for begin, end, found in spans if begin <= first <= end]
        if name in COMPREHENSIONS:
            return around[-1] if around else ""
        return "" if name == "<module>" else name

    def sha256(self, path):
        """The hash of a file's content."""
        with open(os.path.join(self.root, path), "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()


def read(file):
    """``{(first line, name): qualified name}`` and the functions' spans, outer ones first."""
    exact, spans = {}, []
    try:
        with tokenize.open(file) as source:
            tree = ast.parse(source.read())
    except (OSError, SyntaxError, ValueError, UnicodeDecodeError):
        return exact, spans  # made or changed while it ran
    walk(tree, "", exact, spans)
    return exact, spans


def walk(node, prefix, exact, spans):
    """Collect the functions, lambdas and classes below a node."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            qualified = prefix + child.name
            first = min([child.lineno] + [item.lineno for item in child.decorator_list])
            exact.setdefault((first, child.name), qualified)
            if not isinstance(child, ast.ClassDef):
                spans.append((first, child.end_lineno, qualified))
                qualified += ".<locals>"
            walk(child, qualified + ".", exact, spans)
        elif isinstance(child, ast.Lambda):
            qualified = prefix + "<lambda>"
            exact.setdefault((child.lineno, "<lambda>"), qualified)
            spans.append((child.lineno, child.end_lineno, qualified))
            walk(child, qualified + ".<locals>.", exact, spans)
        else:
            walk(child, prefix, exact, spans)
