"""What was written with a pen goes to people, whatever was read of it; print does not."""

from __future__ import annotations

import io

import numpy as np
import pytest

from digitise import engine, pen
from digitise.reading import PEN, read
from simulators.paper.page import Page, make


def ink(colour: tuple[int, int, int]) -> np.ndarray:
    page = np.full((40, 200, 3), 250, np.uint8)
    page[10:30, 20:180:7] = colour
    return page


def test_blue_ink_is_a_pen_and_black_ink_is_print() -> None:
    assert pen.is_written(ink((40, 60, 140)), (0, 0, 200, 40))
    assert not pen.is_written(ink((30, 30, 34)), (0, 0, 200, 40))
    assert not pen.is_written(np.full((40, 200, 3), 250, np.uint8), (0, 0, 200, 40))


@pytest.mark.skipif(engine.model_folder() is None, reason="tesseract-ocr-vie is not installed")
def test_fields_written_by_hand_are_not_accepted_and_printed_ones_are() -> None:
    print("seed 990")
    made = make(Page("land_certificate", 990, 1, 2, "usual", 4))
    scan = io.BytesIO()
    made.image.save(scan, "JPEG", quality=80)
    fields = read(scan.getvalue()).fields
    written = set(made.truth["handwritten"]) & fields.keys()
    assert written
    assert not [name for name in written if fields[name].accepted]
    assert any(fields[name].reason == PEN for name in written)
    assert sum(field.accepted for field in fields.values()) >= 8
