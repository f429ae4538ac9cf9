"""`make bench-ocr-curve`: whether the digitiser's confidence is honest, and what each threshold would let through, as table and drawing.

Pages of the seed are read by two processes. For bins of confidence: fields, mean confidence, share that is right. For thresholds:
share of fields at or above, and how many of these are right. `--svg FILE` draws both.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.ocr import NOT_READ, made

BINS = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0001)
THRESHOLDS = (0.0, 0.25, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.94, 0.97, 0.99)
#: Kind of field, confidence, whether right, whether accepted.
Judged = tuple[str, float, bool, bool]


def judged(folder: Path, truth: dict[str, Any]) -> list[Judged]:
    """The fields of a page that have a true value; one that was not read has confidence 0."""
    from digitise.reading import read

    fields = read(folder / truth["page"]).fields
    told = []
    for name, true in truth["fields"].items():
        if name not in NOT_READ and true["value"]:
            field = fields.get(name)
            right = field is not None and field.value == true["value"]
            told.append(
                (field.kind, field.confidence, right, field.accepted) if field else ("not read", 0.0, False, False)
            )
    return told


def curve(fields: list[Judged]) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and number of fields of each bin that has any."""
    rows = []
    for low, high in pairwise(BINS):
        inside = [one for one in fields if low <= one[1] < high]
        if inside:
            rows.append(
                (sum(one[1] for one in inside) / len(inside), sum(one[2] for one in inside) / len(inside), len(inside))
            )
    return rows


def thresholds(fields: list[Judged]) -> list[tuple[float, float, float]]:
    """Threshold, share of fields at or above it, share of these that is right."""
    rows = []
    for least in THRESHOLDS:
        above = [one for one in fields if one[1] >= least]
        rows.append((least, len(above) / len(fields), sum(one[2] for one in above) / max(1, len(above))))
    return rows


def by_kind(fields: list[Judged]) -> list[tuple[str, int, float, float, float]]:
    """Kind, fields, share right, share accepted, share of the accepted that is right."""
    rows = []
    for kind in sorted({one[0] for one in fields}):
        mine = [one for one in fields if one[0] == kind]
        taken = [one for one in mine if one[3]]
        right = sum(one[2] for one in mine) / len(mine)
        rows.append((kind, len(mine), right, len(taken) / len(mine), sum(one[2] for one in taken) / max(1, len(taken))))
    return rows


def drawing(seed: int, fields: list[Judged]) -> str:
    """SVG: left the curve beside the diagonal, right coverage and precision by threshold."""
    size, gap = 260, 60

    def at(x: float, y: float, left: int) -> str:
        return f"{left + x * size:.1f},{20 + (1 - y) * size:.1f}"

    right = size + 2 * gap
    points = " ".join(at(mean, share, gap) for mean, share, _ in curve(fields))
    rows = thresholds(fields)
    covered = " ".join(at(least, share, right) for least, share, _ in rows)
    # Precision is drawn from 90 % up, else its line hugs the edge.
    precise = " ".join(at(least, max(0.0, (share - 0.9) * 10), right) for least, _, share in rows)
    axes = "".join(
        f'<path d="M{left},20V{20 + size}H{left + size}" fill="none" stroke="#444"/>'
        f'<text x="{left}" y="{36 + size}">0</text><text x="{left + size - 8}" y="{36 + size}">1</text>'
        for left in (gap, right)
    )
    dots = "".join(
        f'<circle cx="{p.split(",")[0]}" cy="{p.split(",")[1]}" r="3" fill="#1f5fa8"/>' for p in points.split()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {right + size + 30} {size + 80}" font-family="sans-serif" font-size="12">'
        f'{axes}<path d="M{gap},{20 + size}L{gap + size},20" stroke="#bbb" stroke-dasharray="4"/>'
        f'<polyline points="{points}" fill="none" stroke="#1f5fa8" stroke-width="2"/>{dots}'
        f'<text x="{gap}" y="{56 + size}">mean confidence → share right (seed {seed}, {len(fields)} fields)</text>'
        f'<polyline points="{covered}" fill="none" stroke="#2e7d32" stroke-width="2"/>'
        f'<polyline points="{precise}" fill="none" stroke="#b3261e" stroke-width="2"/>'
        f'<text x="{right}" y="{56 + size}"><tspan fill="#2e7d32">share at or above the threshold</tspan>, '
        f'<tspan fill="#b3261e">share of these right (90–100 %)</tspan></text></svg>\n'
    )


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ocr_curve", description=__doc__)
    parser.add_argument("--seed", type=int, required=True, help="seed of the pages; report on one never tuned on")
    parser.add_argument("--pages", type=int, default=96, help="how many pages (96)")
    parser.add_argument("--layouts", default="usual", choices=("usual", "varied", "held_back"))
    parser.add_argument("--forms", help="some of the generator's forms, comma-separated")
    parser.add_argument("--svg", type=Path, help="file to draw into")
    return parser.parse_args()


def main() -> int:
    """Print the tables."""
    given = arguments()
    with tempfile.TemporaryDirectory() as made_here:
        folder = Path(made_here)
        made(given, folder)
        truths = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
        with ProcessPoolExecutor(2) as processes:
            fields = [one for page in processes.map(partial(judged, folder), truths) for one in page]
    print(f"{'confidence':>12}{'right':>10}{'fields':>10}")
    for mean, share, count in curve(fields):
        print(f"{mean:>12.3f}{share:>10.3f}{count:>10}")
    print(f"{'threshold':>12}{'covered':>10}{'right':>10}")
    for least, covered, share in thresholds(fields):
        print(f"{least:>12.2f}{100 * covered:>10.2f}{100 * share:>10.2f}")
    print(f"{'kind':>12}{'fields':>10}{'exact':>10}{'accepted':>10}{'right':>10}")
    for kind, count, exact, accepted, precise in by_kind(fields):
        print(f"{kind:>12}{count:>10}{100 * exact:>10.2f}{100 * accepted:>10.2f}{100 * precise:>10.2f}")
    if given.svg:
        given.svg.write_text(drawing(given.seed, fields), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
