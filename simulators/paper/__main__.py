"""`python -m simulators.paper`: writes scanned pages and truth.jsonl, one line of truth a page, into a folder."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from simulators.paper import special
from simulators.paper.fonts import FontsMissingError
from simulators.paper.page import FORMS, LAYOUTS, USUAL, Page, make, save
from simulators.paper.wear import LEVELS

FORMATS = {"png": "PNG", "jpg": "JPEG", "pdf": "PDF"}
EXAMPLES = """examples:
  python -m simulators.paper --seed 7 --pages 40 --out pages
  python -m simulators.paper --seed 7 --pages 12 --out heavy --forms birth_extract --levels 3 --format pdf
  python -m simulators.paper --seed 8 --pages 40 --out unseen --layouts held_back
  python -m simulators.paper --seed 7 --pages 0 --special 10 --out odd

truth.jsonl: page, form, level, dpi, layout, skew, fields {name: value, box, quad}, lines, personal, handwritten, special.
Boxes are pixels of the file (left, top, right, bottom); quad is the four corners, which follow the skew.
"""


def some_of(known: list[str], what: str, text: str) -> list[str]:
    """The words of a comma-separated list, all of them known."""
    words = text.split(",")
    for word in words:
        if word not in known:
            raise argparse.ArgumentTypeError(f"{word!r} is no {what}: choose from {', '.join(known)}")
    return words


def arguments(words: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    levels = [str(level) for level in LEVELS]
    parser = argparse.ArgumentParser(
        prog="python -m simulators.paper",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("--seed", type=int, default=1, help="same seed, same pages (1)")
    parser.add_argument("--pages", type=int, default=12, help="pages of known forms, evenly over forms and levels (12)")
    parser.add_argument("--first", type=int, default=0, help="number of the first page (0)")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to; made when missing")
    parser.add_argument(
        "--forms",
        type=lambda text: some_of(list(FORMS), "form", text),
        default=list(FORMS),
        help=f"some of {','.join(FORMS)}",
    )
    parser.add_argument(
        "--levels", type=lambda text: some_of(levels, "level", text), default=levels,
        help="1 light (300 dpi), 2 medium (200), 3 heavy (150)",
    )  # fmt: skip
    parser.add_argument(
        "--layouts",
        choices=LAYOUTS,
        default=USUAL,
        help="varied: other labels, order and styles, to develop on; held_back: others again, for the last measurement only",
    )
    parser.add_argument("--format", choices=FORMATS, default="jpg", help="kind of file (jpg)")
    parser.add_argument(
        "--special", type=int, default=0, metavar="N", help=f"so many odd pages besides: {', '.join(special.KINDS)}"
    )
    return parser.parse_args(words)


def write(given: argparse.Namespace) -> int:
    """Write the pages and their truth; returns how many pages there are."""
    given.out.mkdir(parents=True, exist_ok=True)
    forms, levels = given.forms, [int(level) for level in given.levels]
    with (given.out / "truth.jsonl").open("w", encoding="utf-8") as truths:
        for number in range(given.first, given.first + given.pages):
            form, level = forms[number % len(forms)], levels[number // len(forms) % len(levels)]
            made = make(Page(form, given.seed, number, level, given.layouts))
            made.truth["page"] = f"{form}-{level}-{number:05d}.{given.format}"
            save(made.image, given.out / made.truth["page"], made.truth)
            truths.write(json.dumps(made.truth, ensure_ascii=False) + "\n")
        for truth in special.write(given.out, given.seed, given.special, given.format, save):
            truths.write(json.dumps(truth, ensure_ascii=False) + "\n")
    return int(given.pages + given.special)


def main() -> int:
    """The exit code is 2 when no font can write Vietnamese."""
    given = arguments()
    try:
        count = write(given)
    except FontsMissingError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    print(f"{count} pages and truth.jsonl in {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
