"""Phrases that papers print: they give doubtful words the tones one known spelling has, and say what is well known.

The lists (digitise/lexicons, sources there) are recalled and short: they mend tones, which nothing else on a page can tell.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

from rapidfuzz import fuzz, process

from schemas.names import plain

FOLDER = Path(__file__).parent / "lexicons"
#: Letters from which one word alone may be taken for a phrase of one word.
LONG = 4
#: Likeness (0 to 100) from which a text is a known phrase, and by how much the next must be less like it; ours.
NEARLY, APART = 88, 6


@cache
def _phrases() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """(letters of the words, words) of each phrase, the longest first."""
    lines = (FOLDER / "phrases.txt").read_text("utf-8").splitlines()
    parted = {tuple(line.split()) for line in lines if line and not line.startswith("#")}
    long = [words for words in parted if len(words) > 1 or len(words[0]) >= LONG]
    return tuple((tuple(map(_letters, words)), words) for words in sorted(long, key=lambda one: (-len(one), one)))


def mended(text: str) -> tuple[str, bool]:
    """(the text with known phrases spelled as they are known, whether it is known phrases alone, commas between them).

    Capitals stay as they were.
    """
    words = text.split()
    phrase_at: list[int] = [0] * len(words)  # number of the phrase a word belongs to, from 1
    for number, (letters, phrase) in enumerate(_phrases(), 1):
        for start in range(len(words) - len(letters) + 1):
            span = range(start, start + len(letters))
            if any(phrase_at[place] for place in span) or tuple(_letters(words[place]) for place in span) != letters:
                continue
            for place, spelled in zip(span, phrase, strict=True):
                words[place] = _as(words[place], spelled)
                phrase_at[place] = number
    joints = zip(words, pairwise(phrase_at), strict=False)
    parted = all(one == other or word.endswith(",") for word, (one, other) in joints)
    return " ".join(words), all(phrase_at) and parted


def nearest(text: str) -> str:
    """The only known phrase nearly all of whose letters were read, else the empty text."""
    found = process.extract(text, _spelled(), scorer=fuzz.ratio, processor=str.lower, score_cutoff=NEARLY, limit=2)
    if not found or (len(found) > 1 and found[0][1] - found[1][1] < APART):
        return ""
    return str(found[0][0])


@cache
def _spelled() -> tuple[str, ...]:
    return tuple(" ".join(words) for _, words in _phrases())


def _as(word: str, spelled: str) -> str:
    """The known spelling with the word's capital and the signs that hang on it."""
    head = spelled[0].upper() if word[:1].isupper() else spelled[0].lower()
    tail = word[len(word.rstrip(",;.")) :]
    return head + spelled[1:] + tail


def _letters(word: str) -> str:
    return plain(word).lower().strip(",;. ")
