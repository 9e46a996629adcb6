"""Arguments that several commands share."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

PathArgument = Annotated[
    Path, typer.Argument(metavar="PATH", help="The project's folder.", show_default="here", readable=False)
]
Settings = Annotated[str | None, typer.Option(metavar="MODULE", help="The settings module, instead of finding it.")]
DjangoVersion = Annotated[
    str | None, typer.Option("--django", metavar="VERSION", help="The lowest Django the project runs on.")
]
Python = Annotated[str | None, typer.Option(metavar="EXE", help="The project's own interpreter.")]
Probe = Annotated[
    bool, typer.Option("--probe", help="Also ask Django in the project's own interpreter; this imports the project.")
]
Jobs = Annotated[int, typer.Option(min=0, help="Processes that read files; 0 for one a processor.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Read every file anew.")]
OutputFile = Annotated[Path | None, typer.Option(metavar="F", help="Write the report there instead of to stdout.")]


def split(values: Iterable[str]) -> tuple[str, ...]:
    """``--select ASG4,ASG501 --select ASG1`` as one tuple."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())
