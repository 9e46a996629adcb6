"""Results of ``check`` kept between runs. One is given again only if everything that it was made of is unchanged:
the files that were read or listed, the options, the environments that were looked into, and the tool itself."""

from __future__ import annotations

import os
import pickle
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from wsgi2asgi import store
from wsgi2asgi.discover.interpreter import surroundings
from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.options import CheckOptions
from wsgi2asgi.model.project import Project
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi.workflow.recording import Record, RecordingTree

#: So many results are kept, of all projects together.
_MOST = 24


class _Head(NamedTuple):
    """What has to be unchanged, and how long the result is that stands behind this."""

    record: Record
    folders: tuple[Path, ...]
    around: Mapping[str, Mapping[str, str] | None]
    length: int


def find(folder: Path, options: CheckOptions) -> CheckResult | None:
    """The kept result for these options, if it would come out the same today."""
    data = store.load(_file(folder, options))
    if data is None:
        return None
    head: _Head = pickle.loads(data)
    tree = _tree(options)
    if head.around != surroundings(options.project.python, head.folders) or not head.record.holds(tree):
        return None
    result: CheckResult = pickle.loads(data[len(data) - head.length :])
    return replace(result, project=replace(result.project, tree=tree))


def keep(folder: Path, options: CheckOptions, result: CheckResult) -> None:
    """Keep a result that was made on a recording tree."""
    tree = result.project.tree
    if not isinstance(tree, RecordingTree):
        return
    body = pickle.dumps(replace(result, project=replace(result.project, tree=_tree(options))), protocol=5)
    folders = _folders(result.project)
    head = _Head(tree.record, folders, surroundings(options.project.python, folders), len(body))
    store.save(_file(folder, options), (pickle.dumps(head, protocol=5), body), most=_MOST)


def _folders(project: Project) -> tuple[Path, ...]:
    """Where discovery looks for the project's environment."""
    file = project.manage_py.value if project.manage_py else project.settings_files[0]
    return (project.tree.root / file).parent, project.tree.root


def _tree(options: CheckOptions) -> SourceTree:
    return SourceTree(options.project.path.resolve(), exclude=options.project.exclude)


def _file(folder: Path, options: CheckOptions) -> Path:
    """By all that is asked for, except what only narrows the result afterwards."""
    asked = replace(options, baseline=None, update_baseline=False, since=None, jobs=0)
    return folder / store.name_of(os.fspath(options.project.path.resolve()), asked)
