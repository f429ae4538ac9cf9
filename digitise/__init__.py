"""A scanned page becomes named fields with confidence. Where the OCR engine is not installed, pages wait as "not digitised"."""
