"""The state of one discovery: what was read, which source roots are known by now, what is worth a note."""

from __future__ import annotations

from dataclasses import dataclass, field

from wsgi2asgi.discover.listing import Listing
from wsgi2asgi.discover.modules import find_by_ending, find_module, resolve_import
from wsgi2asgi.discover.python_constants import Import, PythonConstants, Unreadable, read_constants


@dataclass(slots=True)
class Search:
    """Grows from question to question; the answers are values."""

    listing: Listing
    home: str = ""  # the folder of manage.py: another project may stand beside it
    roots: list[str] = field(default_factory=list)  # nearest first
    notes: list[str] = field(default_factory=list)
    _constants: dict[str, PythonConstants | Unreadable] = field(default_factory=dict)

    def constants(self, path: str) -> PythonConstants:
        """What a Python file says. Raises Unreadable, also for a file that cannot be opened."""
        if path not in self._constants:
            self._constants[path] = self._read(path)
        found = self._constants[path]
        if isinstance(found, Unreadable):
            raise found
        return found

    def maybe_constants(self, path: str) -> PythonConstants | None:
        """The same; where the file is unreadable None and a note."""
        try:
            return self.constants(path)
        except Unreadable as error:
            self.note(f"{error}; not looked into")
            return None

    def imported_file(self, item: Import, importer: str) -> str | None:
        """The project's file that an import names."""
        return resolve_import(self.listing, item.module, item.level, importer, self.roots)

    def module_file(self, name: str) -> str | None:
        """The file of a dotted name; where no source root has it, the one of that ending, whose root is added."""
        found = find_module(self.listing, name, self.roots)
        if found is None and (elsewhere := find_by_ending(self.listing, name, self.home)) is not None:
            root, found = elsewhere
            self.add_root(root)
        return found

    def add_root(self, folder: str) -> None:
        """A folder that stands on sys.path, if it is one of the project's."""
        if folder not in self.roots and folder in self.listing.folders:
            self.roots.append(folder)

    def note(self, text: str) -> None:
        """Something the user should know, once."""
        if text not in self.notes:
            self.notes.append(text)

    def _read(self, path: str) -> PythonConstants | Unreadable:
        try:
            return read_constants(self.listing.tree.read(path), path, self.listing.tree.root)
        except OSError as error:
            return Unreadable(f"{path}:1: cannot be read: {error.strerror or error}")
        except Unreadable as error:
            return error
