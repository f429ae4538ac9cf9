"""`python -m benchmarks.redaction`: what people who may see no value still see of scans, on pages of a seed given on the command line.

Measured from outside, in pixels: a value is covered when at least 99.5 % of its ink is not in the redacted picture. The picture is
then read by the OCR engine, as somebody curious would, and what it reads is searched for the values of the page. Legible: a printed
label or heading of which at least nine tenths are still there.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

COVERED, LEGIBLE = 0.995, 0.9
#: Ink is so much darker than the paper around it; blue ink so much bluer than grey.
INK, BLUE = 0.75, 40
#: Likeness (0 to 100) and letters from which a value counts as read.
READ, LETTERS = 85, 4
#: Names under signatures: nobody's values of the record, and personal all the same.
SIGNED = frozenset({"signer", "teacher", "doctor"})
COLUMNS = (
    "pages", "withheld", "personal", "covered", "values", "values_covered", "signatures", "signed_hidden", "printed", "legible", "leaks",
)  # fmt: skip


def page_of(truth: dict[str, Any], seed: int) -> Any:
    """Which page of the generator a line of truth is about; None for files that are no form."""
    from simulators.paper.page import Page
    from simulators.paper.special import _form

    number = int(re.findall(r"-(\d+)\.", truth["page"])[0])
    kind = truth.get("special")
    if kind == "handwritten":
        return Page(_form(number), seed, number, 1 + number % 2, by_hand=4)
    if kind == "upside_down":
        return Page(_form(number), seed, number, 1 + number % 3)
    return None if kind else Page(truth["form"], seed, number, truth["level"], truth["layout"])


def measured(file: Path, truth: dict[str, Any], seed: int) -> Counter[str]:
    """Counts of one page. A withheld page shows nothing."""
    from digitise.forms import form
    from digitise.opening import opened
    from digitise.reading import read
    from digitise.redaction import picture

    counts = Counter(pages=1)
    found = read(file).masks
    if found is None:
        return counts + Counter(withheld=1)
    rgb = opened(file)
    seen = picture(rgb, found)
    page = page_of(truth, seed)
    if page is not None:
        # What depends on the scan is shown: the rest is the same for its negative.
        counts += _covered(rgb, seen == picture(255 - rgb, found), truth, page)
    own = _own_words(form(truth["form"])) if truth["form"] else set()
    for name in (leaks := list(_leaks(_read(seen, [] if page is None else _print(truth, page)), truth, own))):
        print(f"still read: {truth['page']} {name}")
    return counts + Counter(leaks=len(leaks))


def _covered(rgb: Any, gone: Any, truth: dict[str, Any], page: Any) -> Counter[str]:
    """Boxes of the straight sheet, moved to where they lie on the scan."""
    import cv2

    from simulators.paper.ink import BLUE as PEN
    from simulators.paper.page import filled

    sheet, counts = filled(page), Counter[str]()
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    ink = grey < INK * cv2.medianBlur(cv2.dilate(grey, _square(9)), 31)
    blue = rgb[:, :, 2].astype(int) - rgb[:, :, 0] > BLUE
    personal = [truth["fields"][name]["quad"] for name in {*truth["personal"], *SIGNED} & truth["fields"].keys()]
    for box in sheet.typed:
        corners = _scan(sheet, truth, _edges(box))
        hidden = _share(gone, ink, corners) >= COVERED
        mine = any(_within(corners, quad) for quad in personal)
        counts += Counter(values=1, values_covered=hidden, personal=mine, covered=mine and hidden)
    for box in sheet.labels:
        corners = _scan(sheet, truth, _edges(box))
        counts += Counter(printed=1, legible=_share(gone, ink, corners) <= 1 - LEGIBLE)
    for patch in sheet.patches:
        (x, y), (wide, high) = patch.centre, patch.mask.size
        if patch.colour == PEN and abs(wide - 38 * sheet.scale) <= 2:
            box = x - wide / 2, y - high / 2, x + wide / 2, y + high / 2
            corners = _scan(sheet, truth, _edges(box))
            counts += Counter(signatures=1, signed_hidden=_share(gone, blue, corners) >= COVERED)
    return counts


def _scan(sheet: Any, truth: dict[str, Any], corners: Iterable[tuple[float, float]]) -> Any:
    import numpy as np

    from simulators.paper.wear import moved

    size = sheet.image.size
    there = np.array([moved(corner, size, truth["skew"]) for corner in corners])
    return (np.array(size) - there if truth.get("special") == "upside_down" else there).round().astype(np.int32)


def _share(gone: Any, ink: Any, corners: Any) -> float:
    """Share of the ink within these corners that is not in the redacted picture; no ink is all hidden."""
    import cv2
    import numpy as np

    inside = cv2.fillPoly(np.zeros(gone.shape, np.uint8), [corners], 1) > 0
    mine = inside & ink
    return float(gone[mine].mean()) if mine.any() else 1.0


def _within(corners: Any, quad: list[list[float]]) -> bool:
    """Whether the middle of a piece lies in a field; a value of two lines has two pieces in one field."""
    import cv2
    import numpy as np

    middle = tuple(map(float, corners.mean(axis=0)))
    return cv2.pointPolygonTest(np.array(quad, np.float32), middle, False) >= 0


def _square(size: int) -> Any:
    import numpy as np

    return np.ones((size, size), np.uint8)


def _print(truth: dict[str, Any], page: Any) -> list[Any]:
    """Where the form's own print lies on the scan."""
    from simulators.paper.page import filled

    return [_scan(sheet, truth, _edges(box)) for sheet in (filled(page),) for box in sheet.labels]


def _edges(box: tuple[float, float, float, float]) -> list[tuple[float, float]]:
    left, top, right, bottom = box
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _read(seen: Any, own_print: list[Any]) -> set[str]:
    """Words the engine reads off the redacted picture, without those it reads where the form's own print is."""
    import cv2

    from digitise import engine
    from digitise.clean import clean

    page = clean(cv2.cvtColor(seen, cv2.COLOR_GRAY2RGB))
    words = [(word.text, page.box(word.box)) for line in engine.read_words(page.grey) for word in line]
    middles = [(text, ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)) for text, box in words]
    return {
        _bare(text)
        for text, middle in middles
        if not any(cv2.pointPolygonTest(corners, middle, False) >= 0 for corners in own_print)
    } - {""}


def _leaks(read: set[str], truth: dict[str, Any], own: set[str]) -> Iterator[str]:
    """Names of fields of which a word is read that the form itself does not print."""
    from rapidfuzz import fuzz

    for name, told in truth["fields"].items():
        parts = {_bare(part) for part in told["value"].split()} - own
        parts = {part for part in parts if len(part) >= LETTERS}
        if any(fuzz.ratio(part, word) >= READ for part in parts for word in read if not _own(word, own)):
            yield name


def _own(word: str, own: set[str]) -> bool:
    """Whether a word is nearly one that the form prints."""
    from rapidfuzz import fuzz

    return any(fuzz.ratio(word, one) >= READ for one in own)


def _own_words(form: Any) -> set[str]:
    from digitise.printed import STATE

    labels = (label for field in form.fields for label in field.labels)
    return {
        _bare(word)
        for text in (*STATE, *form.titles, *form.printed, *form.rows, *labels)
        for word in re.split(r"[\s/]+", text)
    }


def _bare(text: str) -> str:
    from schemas.names import plain

    return "".join(sign for sign in plain(text) if sign.isalnum())


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.redaction", description=__doc__)
    parser.add_argument("--seed", type=int, required=True, help="seed of the pages; report on one never tuned on")
    parser.add_argument("--pages", type=int, default=48, help="how many pages (48)")
    parser.add_argument("--layouts", default="usual", choices=("usual", "held_back"))
    parser.add_argument("--special", type=int, default=0, help="so many odd pages besides")
    return parser.parse_args()


def table(groups: dict[str, Counter[str]]) -> None:
    """One row a group."""
    print(f"{'form, level':26}" + "".join(f"{name:>15}" for name in COLUMNS))
    for group in sorted(groups, key=lambda group: (group == "all", group)):
        print(f"{group:26}" + "".join(f"{groups[group][name]:>15}" for name in COLUMNS))


def main() -> int:
    """Print the table and one line of JSON; 1 where a value could still be read."""
    given, groups = arguments(), defaultdict[str, Counter[str]](Counter)
    words = [
        "--seed",
        str(given.seed),
        "--pages",
        str(given.pages),
        "--layouts",
        given.layouts,
        "--special",
        str(given.special),
    ]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "simulators.paper", *words, "--out", folder], check=True, stdout=subprocess.DEVNULL
        )
        for line in (Path(folder) / "truth.jsonl").read_text("utf-8").splitlines():
            truth = json.loads(line)
            counts = measured(Path(folder) / truth["page"], truth, given.seed)
            for group in (truth.get("special") or f"{truth['form']} {truth['level']}", "all"):
                groups[group] += counts
    table(groups)
    whole = groups["all"]
    share = {
        "covered": round(100 * whole["covered"] / (whole["personal"] or 1), 2),
        "values_covered": round(100 * whole["values_covered"] / (whole["values"] or 1), 2),
        "legible": round(100 * whole["legible"] / (whole["printed"] or 1), 2),
    }
    told = {name: whole[name] for name in ("pages", "withheld", "personal", "leaks")}
    print(json.dumps({"bench": "redaction", "seed": given.seed, "layouts": given.layouts, **told, **share}))
    return int(whole["leaks"] > 0)


if __name__ == "__main__":
    sys.exit(main())
