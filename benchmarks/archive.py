"""`python -m benchmarks.archive --seed S --pages N`: how well the text layer of archives can be searched, and what an archive costs.

Generated pages are archived by the product and by ocrmypdf as it comes (Vietnamese, the same PDF/A, its own OCR on the page as it is); the
text of both files is read back with PDFium and compared with the lines that were printed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

Counts = dict[str, float]


def text_of(path: Path) -> str:
    """The text layer of a file."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return _plain(" ".join(page.get_textpage().get_text_range() for page in document))


def _plain(text: str) -> str:
    """One line, and without runs of dots: leaders are printed but are no text."""
    return " ".join(re.sub(r"[.…·_]{2,}", " ", unicodedata.normalize("NFC", text)).split())


def _stock(scan: Path, to: Path) -> None:
    asked = ["--language", "vie", "--output-type", "pdfa-2", "--pdfa-backend", "internal", "--jobs", "1", "--quiet"]
    subprocess.run([sys.executable, "-m", "ocrmypdf", *asked, str(scan), str(to)], check=True)


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def counted(folder: Path, truths: list[dict[str, Any]]) -> dict[str, dict[str, Counts]]:
    """By way and by level: pages, signs printed, signs wrong, bytes, files whose checks all hold."""
    from digitise import archive

    counts: dict[str, dict[str, Counts]] = {"ours": {}, "stock": {}}
    before = _spent()
    with archive.Maker(folder / "archives") as maker:
        for truth in truths:
            made = maker.make(folder / truth["page"])
            _count(counts["ours"], truth, made.path, (folder / truth["page"]).stat().st_size, all(made.checks.values()))
    between = _spent()
    for truth in truths:
        to = folder / "stock.pdf"
        _stock(folder / truth["page"], to)
        _count(counts["stock"], truth, to, (folder / truth["page"]).stat().st_size, True)
    counts["ours"]["all"]["cpu"] = between - before
    counts["stock"]["all"]["cpu"] = _spent() - between
    return counts


def _count(into: dict[str, Counts], truth: dict[str, Any], file: Path, scan: int, holds: bool) -> None:
    from rapidfuzz.distance import Levenshtein

    printed, text = _plain(" ".join(truth["lines"])), text_of(file)
    wrong = min(Levenshtein.distance(text, printed), len(printed))
    words = Counter(printed.split())
    there = (words & Counter(text.split())).total()
    for group in (f"level {truth['level']}", "all"):
        row = into.setdefault(group, defaultdict(float))
        found = {"pages": 1, "signs": len(printed), "wrong": wrong, "bytes": file.stat().st_size, "scan": scan}
        for name, number in (found | {"holds": holds, "words": words.total(), "there": there}).items():
            row[name] += number


def shown(counts: Counts) -> dict[str, float]:
    """Character error and printed words found in percent, megabytes a page of the archive and of the scan."""
    pages = counts["pages"]
    return {
        "pages": pages,
        "cer": round(100 * counts["wrong"] / counts["signs"], 2),
        "words_found": round(100 * counts["there"] / counts["words"], 2),
        "mb": round(counts["bytes"] / pages / 1e6, 3),
        "scan_mb": round(counts["scan"] / pages / 1e6, 3),
        "checks_hold": counts["holds"],
    }


def main() -> int:
    """Print a table and one line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archive", description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--pages", type=int, default=24)
    given = parser.parse_args()
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with tempfile.TemporaryDirectory() as made_here:
        folder = Path(made_here)
        words = ["--seed", str(given.seed), "--pages", str(given.pages), "--out", str(folder)]
        subprocess.run([sys.executable, "-m", "simulators.paper", *words], check=True, stdout=subprocess.DEVNULL)
        truths = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
        counts = counted(folder, truths)
    told: dict[str, Any] = {"bench": "archive", "seed": given.seed, "pages": given.pages}
    for way, groups in counts.items():
        for group in sorted(groups):
            print(f"{way:6}{group:9}" + "".join(f"  {name} {value:g}" for name, value in shown(groups[group]).items()))
        told |= {f"{way}_{name}": shown(groups["all"])[name] for name in ("cer", "words_found", "mb")}
        told[f"{way}_cpu_a_page"] = round(groups["all"]["cpu"] / given.pages, 2)
    told["peak_mb"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
