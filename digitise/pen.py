"""Whether a value was written with a pen: print is black, pens are blue. What was written by hand is for people, whatever was read.

A black pen is not told from print; its writing is mostly not legible to the engine and not accepted for that.
"""

from __future__ import annotations

from typing import Any

from digitise.clean import Box

#: Grey below which a sign is ink, by how much blue ink is bluer than red, share of blue ink from which a pen wrote, fewest signs; ours.
DARK, BLUER, SHARE, FEWEST = 170, 20, 0.25, 30


def is_written(rgb: Any, box: Box) -> bool:
    """`rgb`: the scan, height × width × 3; `box`: the value in its pixels."""
    left, top, right, bottom = box
    piece = rgb[max(0, top) : bottom, max(0, left) : right].reshape(-1, 3).astype("int16")
    ink = piece[piece.min(axis=1) < DARK]
    if len(ink) < FEWEST:
        return False
    return bool(((ink[:, 2] - ink[:, 0]) > BLUER).mean() >= SHARE)
