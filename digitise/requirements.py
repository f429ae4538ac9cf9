"""What a scan should be like, and what it is: resolution, format, colour, size, signature, PDF/A.

Circular 01/2023/TT-VPCP is said to require such things; its text could not be verified. So nothing is required by the code: an installation
sets each rule and its severity in config/scans.yaml, and a rule whose `source` is none is shown as unsourced.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from digitise import signatures
from digitise.signatures import UNSIGNED, Signed

UNSOURCED = "none"
#: Pages of a PDF that are looked at; a longer one is judged by these.
MOST_PAGES = 50
#: Names of a rule: in config/scans.yaml, Vietnamese, English.
NAMES = {
    "dpi": ("Độ phân giải", "Resolution"),
    "format": ("Định dạng tệp", "File format"),
    "colour": ("Màu", "Colour"),
    "size": ("Dung lượng", "Size"),
    "signature": ("Chữ ký số", "Digital signature"),
    "pdfa": ("PDF/A (tệp tự khai)", "PDF/A (the file's own word)"),
}

Format = Literal["pdf", "jpg", "png", "tiff"]
_PICTURES = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "TIFF": "tiff"}
#: YAML reads the word off as false.
Severity = Annotated[
    Literal["off", "warn", "hold"], BeforeValidator(lambda given: "off" if given is False else given)
]  # fmt: skip


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Closed):
    """How much a rule matters, and where it stands."""

    severity: Severity
    source: Annotated[str, Field(min_length=1)] = UNSOURCED


class DpiRule(Rule):
    """Dots an inch."""

    least: Annotated[int, Field(gt=0, le=2400)]


class FormatRule(Rule):
    """Formats of the file."""

    allowed: Annotated[tuple[Format, ...], Field(min_length=1)]


class ColourRule(Rule):
    """The least a scan shows: colour, grey, or any."""

    allowed: Literal["colour", "grey", "any"]


class SizeRule(Rule):
    """Megabytes."""

    most_mb: Annotated[float, Field(gt=0, allow_inf_nan=False)]


class ScanRules(_Closed):
    """config/scans.yaml. `roots`: folder of the trusted roots, relative to the file; `archive`: whether searchable files are made and kept;
    `processes` that read side by side (0: one a core), and `seconds` a page may take.
    """

    dpi: DpiRule
    format: FormatRule
    colour: ColourRule
    size: SizeRule
    signature: Rule
    pdfa: Rule
    roots: str = ""
    archive: bool = True
    processes: Annotated[int, Field(ge=0, le=64)] = 0
    seconds: Annotated[int, Field(ge=5, le=3600)] = 60


@dataclass(frozen=True)
class Facts:
    """What a scan is. `dpi`: of its coarsest page, None when it does not tell; `scanned`: False for a PDF without pictures.

    `colour`: colour, grey, black (and white) or None; `pdfa`: what the file calls itself, as "2B".
    """

    format: str
    size: int
    pages: int = 0
    dpi: int | None = None
    colour: str | None = None
    scanned: bool = True
    pdfa: str | None = None
    signed: Signed = UNSIGNED


def facts(content: bytes, roots: Sequence[Any] = ()) -> Facts:
    """What can be told of a scan without reading it. Never raises: of a file that cannot be opened only the size is told."""
    if content[:1024].lstrip().startswith(b"%PDF"):
        signed = signatures.of(content, roots)
        try:
            return _pdf(content, signed)
        except Exception:  # whatever a damaged or hostile file makes the parsers do
            return Facts("pdf", len(content), signed=signed)
    try:
        return _picture(content)
    except Exception:  # as above: Pillow raises half a dozen kinds
        return Facts("other", len(content))


def broken(known: Facts, rules: ScanRules) -> list[str]:
    """The rules a scan does not keep, as scan.dpi; those that are off are not looked at."""
    ranks = ("black", "grey", "colour")
    least = {"any": "black"}.get(rules.colour.allowed, rules.colour.allowed)
    kept = {
        "dpi": not known.scanned or (known.dpi or 0) >= rules.dpi.least,
        "format": known.format in rules.format.allowed,
        "colour": not known.scanned or (known.colour is not None and ranks.index(known.colour) >= ranks.index(least)),
        "size": known.size <= rules.size.most_mb * 1_000_000,
        "signature": bool(known.signed.valid and known.signed.intact and known.signed.whole),
        "pdfa": known.pdfa is not None,
    }
    return [f"scan.{name}" for name, holds in kept.items() if not holds and _rule(rules, name).severity != "off"]


def holds(names: Sequence[str], rules: ScanRules) -> bool:
    """Whether one of the broken rules makes the scan wait for a person."""
    return any(_rule(rules, name).severity == "hold" for name in names)


def said(name: str, rules: ScanRules) -> tuple[str, str]:
    """A rule's name for people, Vietnamese and English, with where it stands."""
    source = _rule(rules, name).source
    vi, en = NAMES[name.removeprefix("scan.")]
    return (
        (f"{vi} (chưa có căn cứ)", f"{en} (unsourced)")
        if source == UNSOURCED
        else (f"{vi} ({source})", f"{en} ({source})")
    )


def _rule(rules: ScanRules, name: str) -> Rule:
    rule: Rule = getattr(rules, name.removeprefix("scan."))
    return rule


def _picture(content: bytes) -> Facts:
    from PIL import Image

    with Image.open(io.BytesIO(content)) as image:
        dpi = image.info.get("dpi")
        told = round(float(min(dpi))) if dpi else 0
        colour = {"1": "black", "L": "grey", "LA": "grey", "I;16": "grey", "I": "grey"}.get(image.mode, "colour")
        pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        return Facts(_PICTURES.get(image.format or "", "other"), len(content), pages, told or None, colour)


def _pdf(content: bytes, signed: Signed) -> Facts:
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        pages = len(document)
        looked_at = [_scan_of(document[number]) for number in range(min(pages, MOST_PAGES))]
    scans = [scan for scan in looked_at if scan is not None]
    if not scans:
        return Facts("pdf", len(content), pages, scanned=False, pdfa=_pdfa(content), signed=signed)
    ranks = ("black", "grey", "colour")
    colour = min((colour for _, colour in scans), key=ranks.index)
    return Facts("pdf", len(content), pages, min(dpi for dpi, _ in scans), colour, True, _pdfa(content), signed)


def _scan_of(page: Any) -> tuple[int, str] | None:
    """Dots an inch and colour of the picture that covers most of a page; None on a page without one."""
    import pypdfium2.raw as pdfium

    pictures = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    if not pictures:
        return None
    largest = max(pictures, key=lambda one: _area(one.get_bounds()))
    told = largest.get_metadata()
    coloured = told.colorspace not in (pdfium.FPDF_COLORSPACE_DEVICEGRAY, pdfium.FPDF_COLORSPACE_CALGRAY)
    colour = "black" if told.bits_per_pixel == 1 else "colour" if coloured and told.bits_per_pixel > 8 else "grey"
    if told.colorspace == pdfium.FPDF_COLORSPACE_INDEXED and told.bits_per_pixel > 1:
        colour = "colour"
    return round(min(told.horizontal_dpi, told.vertical_dpi)), colour


def _area(bounds: tuple[float, float, float, float]) -> float:
    left, bottom, right, top = bounds
    return (right - left) * (top - bottom)


def _pdfa(content: bytes) -> str | None:
    """Part and conformance the file's own metadata claim, as "2B"."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as document, document.open_metadata() as told:
        return str(told.pdfa_status) or None
