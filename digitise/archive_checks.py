"""Checks of an archive file. They are ocrmypdf's and pikepdf's own and no proof of conformance to ISO 19005-2: that takes veraPDF,
which is not available here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

FLAVOUR = "2b"
PROGRAMS = ("FontFile", "FontFile2", "FontFile3")


def checks(path: Path) -> dict[str, bool]:
    """What a file keeps, by name; all False for one that cannot be opened. No proof of conformance.

    `claimed`: it calls itself PDF/A, as ocrmypdf reads it. `approved`: pikepdf's list of what PDF/A-2b allows has everything in it.
    `syntax`: qpdf finds no fault. `part_2b`: its metadata say part 2, conformance B. `fonts_embedded`, `not_encrypted`: as they say.
    """
    import pikepdf
    from ocrmypdf.pdfa import file_claims_pdfa
    from pikepdf.pdfa import validate_written

    none = dict.fromkeys(("claimed", "approved", "syntax", "part_2b", "fonts_embedded", "not_encrypted"), False)
    try:
        with pikepdf.open(path) as document:
            return none | {
                "claimed": bool(file_claims_pdfa(path)["pass"]),
                "approved": validate_written(path, FLAVOUR).verdict == "pass",
                "syntax": not document.check_pdf_syntax(),
                "part_2b": document.open_metadata().pdfa_status.lower() == FLAVOUR,
                "fonts_embedded": all(_embedded(one) for one in document.objects if _is_font(one)),
                "not_encrypted": not document.is_encrypted,
            }
    except (pikepdf.PdfError, OSError, ValueError, KeyError):
        return none


def _is_font(one: Any) -> bool:
    import pikepdf

    return isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"


def _embedded(font: Any) -> bool:
    """Whether the file carries the font's program; a type 0 font has it in its descendants, which are fonts of the list themselves."""
    if font.get("/Subtype") in ("/Type0", "/Type3"):
        return True
    descriptor = font.get("/FontDescriptor")
    return descriptor is not None and any(f"/{name}" in descriptor for name in PROGRAMS)
