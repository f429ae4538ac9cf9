"""Which form a page is, by the words of its title; "unknown" rather than a guess."""

from __future__ import annotations

from itertools import pairwise

from rapidfuzz import fuzz

from digitise import anchors
from digitise.engine import Word
from digitise.forms import Form, forms
from schemas.names import plain

#: Least likeness of a title (0 to 100); ours.
LEAST = 82
#: Share of a form's labels that tell it without its title; ours.
MOST_LABELS = 0.85


def classify(lines: list[list[Word]]) -> Form | None:
    """The form whose title stands in a line of the page; None when there is none, or two are equally likely."""
    texts = [plain(" ".join(word.text for word in line)) for line in lines]
    texts += [f"{one} {two}" for one, two in pairwise(texts)]
    scores = sorted(((_score(form, texts), form.name, form) for form in forms()), key=lambda found: found[:2])
    (best, _, form), (second, _, _) = scores[-1], scores[-2]
    return form if best >= LEAST and best - second >= 3 else None


def by_labels(lines: list[list[Word]]) -> Form | None:
    """The form nearly all of whose labels stand on a page whose title was not read; None when two forms have as many."""
    shares = sorted(((_share(form, lines), form.name, form) for form in forms()), key=lambda found: found[:2])
    (best, _, form), (second, _, _) = shares[-1], shares[-2]
    return form if best >= MOST_LABELS and second <= best / 2 else None


def _share(form: Form, lines: list[list[Word]]) -> float:
    found = anchors.found(form, lines)
    return sum(field.name in found for field in form.fields) / len(form.fields)


def _score(form: Form, texts: list[str]) -> float:
    titles = [plain(title) for title in form.titles]
    return max(
        (fuzz.partial_ratio(title, text) for title in titles for text in texts if len(text) >= 0.8 * len(title)),
        default=0.0,
    )
