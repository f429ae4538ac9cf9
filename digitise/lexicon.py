"""Words and phrases that papers print: they give a doubtful word the tones one known spelling has, and say what is well known.

The lists (digitise/lexicons, sources there) are recalled and short: they mend tones, which nothing else on a page can tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from schemas.names import plain

FOLDER = Path(__file__).parent / "lexicons"
#: Letters from which one word alone may be taken for a phrase of one word.
LONG = 4


@cache
def names() -> frozenset[str]:
    """Words of middle and given names."""
    return frozenset((FOLDER / "names.txt").read_text("utf-8").split())


@cache
def _names_by_letters() -> Mapping[str, tuple[str, ...]]:
    return _by_letters(names())


@cache
def _phrases() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """(letters of the words, words) of each phrase, the longest first."""
    lines = (FOLDER / "phrases.txt").read_text("utf-8").splitlines()
    parted = {tuple(line.split()) for line in lines if line and not line.startswith("#")}
    long = [words for words in parted if len(words) > 1 or len(words[0]) >= LONG]
    return tuple((tuple(map(_letters, words)), words) for words in sorted(long, key=lambda one: (-len(one), one)))


def name_word(word: str) -> str:
    """The word, with the tones of the only known name word of these letters where it is none itself."""
    known = _names_by_letters().get(_letters(word), ())
    return known[0] if word not in names() and len(known) == 1 else word


def is_known_name(words: Sequence[str]) -> bool:
    """Whether every word is one that names are made of."""
    return all(word in names() for word in words)


def mended(text: str) -> tuple[str, bool]:
    """(the text with known phrases spelled as they are known, whether nothing else is in it). Capitals stay as they were."""
    words = text.split()
    taken = [False] * len(words)
    for letters, phrase in _phrases():
        for start in range(len(words) - len(letters) + 1):
            span = range(start, start + len(letters))
            if any(taken[place] for place in span) or tuple(_letters(words[place]) for place in span) != letters:
                continue
            for place, spelled in zip(span, phrase, strict=True):
                words[place] = _as(words[place], spelled)
                taken[place] = True
    return " ".join(words), all(taken)


def _as(word: str, spelled: str) -> str:
    """The known spelling with the word's capital and the signs that hang on it."""
    head = spelled[0].upper() if word[:1].isupper() else spelled[0].lower()
    tail = word[len(word.rstrip(",;.")) :]
    return head + spelled[1:] + tail


def _by_letters(words: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        found[_letters(word)].append(word)
    return {letters: tuple(spelled) for letters, spelled in found.items()}


def _letters(word: str) -> str:
    return plain(word).lower().strip(",;. ")
