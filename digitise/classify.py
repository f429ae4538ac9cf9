"""Which form a page is, by the words of its title; "unknown" rather than a guess."""

from __future__ import annotations

from itertools import pairwise

from rapidfuzz import fuzz

from digitise.engine import Word
from digitise.forms import Form, forms
from schemas.names import plain

#: Least likeness of a title (0 to 100); ours.
LEAST = 82


def classify(lines: list[list[Word]]) -> Form | None:
    """The form whose title stands in a line of the page; None when there is none, or two are equally likely."""
    texts = [plain(" ".join(word.text for word in line)) for line in lines]
    texts += [f"{one} {two}" for one, two in pairwise(texts)]
    scores = sorted(((_score(form, texts), form.name, form) for form in forms()), key=lambda found: found[:2])
    (best, _, form), (second, _, _) = scores[-1], scores[-2]
    return form if best >= LEAST and best - second >= 3 else None


def _score(form: Form, texts: list[str]) -> float:
    titles = [plain(title) for title in form.titles]
    return max(
        (fuzz.partial_ratio(title, text) for title in titles for text in texts if len(text) >= 0.8 * len(title)),
        default=0.0,
    )
