"""PDF files that cannot be digitised, each for its own reason, written byte by byte."""

from __future__ import annotations

import importlib
import importlib.util
import io
from collections.abc import Callable

MANY, WIDE = 3000, 14_400  # pages; points a side, the most PDF allows: 5 m, 20,000 x 20,000 pixels at 100 dpi


def pdf(pages: int, side: int) -> bytes:
    """A whole PDF of blank square pages; `side` in points."""
    kids = " ".join(f"{3 + page} 0 R" for page in range(pages))
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>"]
    bodies += [f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {side} {side}] >>"] * pages
    made, places = io.BytesIO(), []
    made.write(b"%PDF-1.7\n")
    for number, body in enumerate(bodies, 1):
        places.append(made.tell())
        made.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    start = made.tell()
    made.write(f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode())
    made.writelines(f"{place:010d} 00000 n \n".encode() for place in places)
    made.write(f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return made.getvalue()


def encrypted() -> bytes | None:
    """A PDF that asks for a password; None where pikepdf is not installed."""
    if importlib.util.find_spec("pikepdf") is None:
        return None
    pikepdf = importlib.import_module("pikepdf")
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(1, 595))) as document:
        document.save(made, encryption=pikepdf.Encryption(owner="owner", user="reader"))
    return made.getvalue()


FILES: dict[str, Callable[[], bytes | None]] = {
    "empty_pdf": lambda: b"",
    "cut_pdf": lambda: pdf(3, 595)[:180],
    "no_pdf": lambda: b"<html><body>502 Bad Gateway</body></html>\n",
    "no_pages_pdf": lambda: pdf(0, 595),
    "wide_pdf": lambda: pdf(1, WIDE),
    "long_pdf": lambda: pdf(MANY, 595),
    "encrypted_pdf": encrypted,
}
