"""Whether scans can be read here, and what to say where they cannot."""

from __future__ import annotations

#: One sentence and the next step, in Vietnamese and English; names the Debian package.
MISSING = (
    "Chưa cài bộ nhận dạng chữ, bản quét chờ ở trạng thái chưa số hóa; cài bằng: apt-get install tesseract-ocr-vie.",
    "The OCR engine is not installed, so scans wait as not digitised; install it: apt-get install tesseract-ocr-vie.",
)


def can_read() -> bool:
    """Whether the engine and its Vietnamese model are installed."""
    from digitise.engine import model_folder

    return model_folder() is not None
