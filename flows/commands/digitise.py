"""`lienthong digitise`: what the digitiser makes of a file, without any record, for whoever has the file in hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from flows.commands import Json, Lang, show
from relay.errors import FatalError


def digitise(
    files: Annotated[list[Path], typer.Argument(help="Scans: JPG, PNG, TIFF or PDF, all pages of it.")],
    lang: Lang = "vi",
    as_json: Json = False,
) -> None:
    """Read scans: form, and every field with its value, confidence, place on the page, and whether it is accepted unseen.

    The values are printed, so mind who looks at the terminal. Nothing is stored. Exit 1 when a page could not be read.

    Example: lienthong digitise trich-luc.jpg hoc-ba.pdf
    """
    from flows.scanned.engine import MISSING
    from flows.scanned.work import read_rows
    from flows.screens import busy
    from flows.screens.digitise import pages

    found: list[dict[str, Any]] = []
    with busy("digitise", quiet=as_json) as step:
        for file in files:
            step(file.name)
            if not file.is_file():
                raise typer.BadParameter(f"there is no file {file}")
            found += [{"file": str(file), **page} for page in read_rows(file)]
    show(found, as_json, lambda _: pages(found, lang))
    if any(page["outcome"] == "not_digitised" for page in found):
        raise FatalError(MISSING[1], MISSING[0])
    if any(page["outcome"] != "read" for page in found):
        raise typer.Exit(1)
