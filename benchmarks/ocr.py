"""`make bench-ocr`: how well and how dearly scanned paper becomes fields, on pages of a seed given on the command line.

Pages come from the generator, started as a program. With `--stages` the same pages are read with one more stage a time.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

STAGES = ("deskew", "seal", "background", "leaders", "gentle", "anchors", "validators", "zones", "cross-checks")
Counts = dict[str, float]


def measured(folder: Path, truths: list[dict[str, Any]], steps: frozenset[str]) -> dict[str, Counts]:
    """Counts by form, by level, and of all pages."""
    from digitise.reading import read

    counts: dict[str, Counts] = defaultdict(lambda: defaultdict(float))
    for truth in truths:
        began = time.process_time()
        reading = read(folder / truth["page"], steps)
        page = _page(truth, reading)
        page["cpu"] = time.process_time() - began
        for group in (f"{truth['form']} {truth['level']}", truth["form"], f"level {truth['level']}", "all"):
            for name, number in page.items():
                counts[group][name] += number
    return counts


def _page(truth: dict[str, Any], reading: Any) -> Counts:
    """One page. A field the truth has and the reading lacks is wrong and not accepted."""
    from rapidfuzz.distance import Levenshtein

    page: Counts = defaultdict(float, pages=1, unknown=reading.form != truth["form"])
    for name, told in truth["fields"].items():
        if name in NOT_READ or not told["value"]:
            continue
        field = reading.fields.get(name)
        value = field.value if field else ""
        right = value == told["value"]
        page["fields"] += 1
        page["exact"] += right
        page["signs"] += len(told["value"])
        page["wrong_signs"] += min(Levenshtein.distance(value, told["value"]), len(told["value"]))
        if field and field.accepted:
            page["accepted"] += 1
            page["accepted_right"] += right
    return page


#: Names under a signature are not read yet: they stand without a label.
NOT_READ = frozenset({"signer", "signer_title", "teacher", "doctor"})


def shown(counts: Counts) -> dict[str, float]:
    """Shares in percent, CPU seconds a page."""
    fields, signs = counts["fields"] or 1, counts["signs"] or 1
    return {
        "pages": counts["pages"],
        "fields": counts["fields"],
        "exact": round(100 * counts["exact"] / fields, 2),
        "accepted": round(100 * counts["accepted"] / fields, 2),
        "precision": round(100 * counts["accepted_right"] / (counts["accepted"] or 1), 2),
        "cer": round(100 * counts["wrong_signs"] / signs, 2),
        "unknown": counts["unknown"],
        "cpu": round(counts["cpu"] / counts["pages"], 2),
    }


def table(title: str, counts: dict[str, Counts]) -> None:
    """Print one row a group."""
    names = ("pages", "fields", "exact", "accepted", "precision", "cer", "unknown", "cpu")
    print(f"{title:24}" + "".join(f"{name:>10}" for name in names))
    for group in sorted(counts, key=lambda group: (group == "all", group)):
        row = shown(counts[group])
        print(f"{group:24}" + "".join(f"{row[name]:>10g}" for name in names))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ocr", description=__doc__)
    parser.add_argument("--seed", type=int, required=True, help="seed of the pages; report on one never tuned on")
    parser.add_argument("--pages", type=int, default=60, help="how many pages (60)")
    parser.add_argument("--forms", help="some of the generator's forms, comma-separated")
    parser.add_argument("--layouts", default="usual", choices=("usual", "varied", "held_back"))
    parser.add_argument("--without", default="", help=f"stages to leave out: {','.join(STAGES)}")
    parser.add_argument("--stages", action="store_true", help="raw, then with one more stage a time")
    parser.add_argument("--pages-in", type=Path, help="pages made before, instead of new ones")
    parser.add_argument(
        "--misses", action="store_true", help="print wrong fields; values are invented, but keep to seeds to tune on"
    )
    return parser.parse_args()


def made(given: argparse.Namespace, folder: Path) -> None:
    """Have the generator write the pages."""
    words = ["--seed", str(given.seed), "--pages", str(given.pages), "--out", str(folder), "--layouts", given.layouts]
    words += ["--forms", given.forms] if given.forms else []
    subprocess.run([sys.executable, "-m", "simulators.paper", *words], check=True, stdout=subprocess.DEVNULL)


def misses(folder: Path, truths: list[dict[str, Any]], steps: frozenset[str]) -> None:
    """Every wrong field, for tuning."""
    from digitise.reading import read

    for truth in truths:
        reading = read(folder / truth["page"], steps)
        for name, told in truth["fields"].items():
            field = reading.fields.get(name)
            if name not in NOT_READ and told["value"] and (field is None or field.value != told["value"]):
                print(
                    truth["page"], name, repr(told["value"]), field and (field.value, field.confidence, field.accepted)
                )


def main() -> int:
    """Print the tables and one line of JSON."""
    given = arguments()
    with tempfile.TemporaryDirectory() as made_here:
        folder = given.pages_in or Path(made_here)
        if not given.pages_in:
            made(given, folder)
        truths = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
        steps = frozenset(STAGES) - set(given.without.split(","))
        if given.misses:
            misses(folder, truths, steps)
            return 0
        if given.stages:
            rows = {"0 raw": measured(folder, truths, frozenset())["all"]}
            for number, stage in enumerate(STAGES, 1):
                rows[f"{number} + {stage}"] = measured(folder, truths, frozenset(STAGES[:number]))["all"]
            table("stage", rows)
        counts = measured(folder, truths, steps)
    table("form, level", counts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    told = {"bench": "ocr", "seed": given.seed, "layouts": given.layouts, **shown(counts["all"]), "peak_mb": peak}
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
