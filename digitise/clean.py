"""A scanned page is made readable: upright lines, white ground, no seal, no dotted leaders and rules; each step can be left out.

The way back is kept: `Cleaned.box` turns a box on the cleaned page into pixels of the page as it was scanned.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

#: Width in pixels a page is read at: A4 at 200 dots an inch. Smaller pages stay as they are, upscaling buys nothing.
WIDTH = 1654
STEPS = frozenset({"deskew", "seal", "background", "leaders"})
#: Degrees to either side that are looked at, and the last step.
SKEW, FINEST = 3.0, 0.05
#: Grey below which a sign counts as ink after the paper was divided out.
FAINT = 205
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Cleaned:
    """The grey page (numpy, 0 to 255), the same with its leaders and rules, and the affine map to pixels of the scan."""

    grey: Any
    ruled: Any
    back: Any

    def over_head(self, width: int, height: int) -> Cleaned:
        """The same, for a page that was turned over before it was cleaned: `width` and `height` of the scan."""
        import numpy as np

        return replace(self, back=np.array([[width], [height]]) * [[0, 0, 1]] - self.back)

    def box(self, box: Box) -> Box:
        """The same box (left, top, right, bottom) in pixels of the scan."""
        import numpy as np

        left, top, right, bottom = box
        corners = np.array([[left, top, 1], [right, top, 1], [left, bottom, 1], [right, bottom, 1]], float)
        moved = corners @ self.back.T
        low, high = moved.min(axis=0), moved.max(axis=0)
        return round(float(low[0])), round(float(low[1])), round(float(high[0])), round(float(high[1]))


def clean(rgb: Any, steps: frozenset[str] = STEPS) -> Cleaned:
    """`rgb`: height × width × 3, 8 bits. Takes about 0.2 CPU seconds a page of A4."""
    import cv2
    import numpy as np

    scale = min(1.0, WIDTH / rgb.shape[1])
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else rgb
    # Red ink is as bright as paper in the red channel, black ink is dark in all of them.
    grey = small[:, :, 0].copy() if "seal" in steps else cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    if "background" in steps:
        grey = _flat(grey)
    turn = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    if "deskew" in steps:
        grey, turn = _upright(grey)
    ruled = grey
    if "leaders" in steps:
        grey = _without_rules(grey)
    if "background" in steps:
        grey, ruled = _contrast(grey), _contrast(ruled)
    return Cleaned(grey, ruled, turn / scale)


def _flat(grey: Any) -> Any:
    """The page divided by its own paper, so that shadows and yellowing become white."""
    import cv2

    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, cv2.getStructuringElement(cv2.MORPH_RECT, (9, 9))), 21)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, paper, scale=255)


def skew(grey: Any) -> float:
    """Degrees the lines rise or fall: the angle at which ink gathers in the sharpest rows."""
    import cv2
    import numpy as np

    scale = 600 / grey.shape[1]
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = (255 - small).astype(np.float32)
    ink[ink < 60] = 0
    height, width = ink.shape

    def sharpness(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
        rows = cv2.warpAffine(ink, turn, (width, height)).sum(axis=1)
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    best, step = 0.0, 0.5
    around = np.arange(-SKEW, SKEW + step, step)
    while step >= FINEST:
        best = max((float(angle) for angle in around), key=sharpness)
        step /= 3
        around = best + step * np.arange(-2, 3)
    return best


def _upright(grey: Any) -> tuple[Any, Any]:
    """The page turned by its skew, and the map back."""
    import cv2
    import numpy as np

    height, width = grey.shape
    angle = skew(grey)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    turned = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    return turned, np.asarray(cv2.invertAffineTransform(turn))


def _without_rules(grey: Any) -> Any:
    """Rows of small dots, and long thin lines, painted white. A lone dot (of ạ, of i, a full stop) stays."""
    import cv2
    import numpy as np

    ink = (cv2.GaussianBlur(grey, (3, 3), 0) < FAINT).astype(np.uint8)
    unit = grey.shape[1] / WIDTH
    long = max(40, round(70 * unit))
    gone = np.zeros_like(ink)
    for size in ((long, 1), (1, long)):
        line = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(size[::-1], np.uint8))
        gone |= cv2.dilate(line, np.ones((3, 3), np.uint8))
    leaders = _leaders(ink, unit)
    gone |= cv2.dilate(leaders, np.ones((3, 3), np.uint8))
    made = grey.copy()
    made[gone > 0] = 255
    return made


def _leaders(ink: Any, unit: float) -> Any:
    """Dots as small as a full stop that stand in a row of their like; dots at the height of such a row go with it."""
    import cv2
    import numpy as np

    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    most = max(5, round(6 * unit))
    dot = (stats[:, cv2.CC_STAT_WIDTH] <= most) & (stats[:, cv2.CC_STAT_HEIGHT] <= most)
    dots = dot[labels].astype(np.uint8)
    row = cv2.morphologyEx(dots, cv2.MORPH_CLOSE, np.ones((3, max(15, round(19 * unit))), np.uint8))
    row = cv2.morphologyEx(row, cv2.MORPH_OPEN, np.ones((1, max(24, round(40 * unit))), np.uint8))
    reach = round(700 * unit)  # the row runs on under the value to its left
    row = cv2.dilate(row, np.ones((3, reach), np.uint8), anchor=(0, 1))
    # The lower dot of a colon is told by the upper one right above it.
    tall = round(16 * unit)
    below_a_dot = cv2.dilate(dots & (1 - row), np.ones((tall, 1), np.uint8), anchor=(0, tall - 1))
    return dots & row & (1 - cv2.dilate(below_a_dot, np.ones((3, 3), np.uint8)))


def _contrast(grey: Any) -> Any:
    """Faded ink made black and the grain of the paper white."""
    import cv2
    import numpy as np

    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    white = FAINT + 10
    dark = min(float(np.percentile(smooth, 1)), white - 40.0)  # an empty page has no ink to be made black
    # One answer for each of 256 greys, looked up: a page of floats is 16 MB.
    shades = np.clip((np.arange(256, dtype=np.float32) - dark) * (255 / (white - dark)), 0, 255).astype(np.uint8)
    return cv2.LUT(smooth, shades)
