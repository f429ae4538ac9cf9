"""Names: which spelling a printed word most likely has, from what was read and from how often people are called so.

On a worn page the tone is what is read wrong: "Dụng" is on paper "Dung" fifty times before it is Dụng. Each listed spelling of the
same letters is weighed: how many people have it × how likely the engine reads it as it did (Bayes' rule). Weights are recalled, ours.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from schemas.names import plain

LIST = Path(__file__).parent / "lexicons" / "names.txt"
#: How many of 1000 people have a word as a name that is on no list; ours.
UNLISTED = 0.01
#: Share of wrong readings where the engine is sure, and how much more where it is not; ours, from seeds 101 to 103.
WRONG, DOUBT = 0.004, 0.5
#: Share of wrong readings that change the tone alone, or another sign on the letter; ours.
TONE, SIGN = 0.25, 0.08
#: Letters from which a word with one wrong letter is taken for the only listed word it can be.
LONG = 4
TONES = "\u0300\u0301\u0303\u0309\u0323"


def likely(words: Sequence[tuple[str, float]]) -> tuple[list[str], float]:
    """`words`: read words of a name behind the family's, each with its confidence. Returns (spellings, share of the least sure)."""
    last = len(words) - 1
    found = [_likely(word, sure, given=place == last) for place, (word, sure) in enumerate(words)]
    return [word for word, _ in found], min((share for _, share in found), default=1.0)


def is_listed(words: Sequence[str]) -> bool:
    """Whether every word is one that names are made of."""
    return all(word in _weights() for word in words)


def _likely(word: str, sure: float, given: bool) -> tuple[str, float]:
    """(spelling, its share among all that may be meant)."""
    alike = _by_letters().get(plain(word), ())
    if not alike:
        return _one_letter_off(word)
    wrong = WRONG + DOUBT * (1 - sure)
    shares = {one: _weights()[one][given] * _reading(word, one, wrong) for one in alike}
    if word not in shares:
        shares[word] = UNLISTED * (1 - wrong)
    best = max(shares, key=lambda one: shares[one])
    return best, shares[best] / sum(shares.values())


def _reading(read: str, meant: str, wrong: float) -> float:
    """How likely a word is read so."""
    if read == meant:
        return 1 - wrong
    return wrong * (TONE if _toneless(read) == _toneless(meant) else SIGN)


def _one_letter_off(word: str) -> tuple[str, float]:
    if len(word) >= LONG:
        near = [one for one in _weights() if one[0] == word[0] and Levenshtein.distance(one, word, score_cutoff=1) == 1]
        if len(near) == 1:
            return near[0], 0.5
    return word, 0.5


def _toneless(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if sign not in TONES)


@cache
def _weights() -> Mapping[str, tuple[float, float]]:
    """Word → how many of 1000 people have it as a middle and as a given name."""
    lines = (line.split() for line in LIST.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {word: (float(middle), float(given)) for word, middle, given in lines}


@cache
def _by_letters() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in _weights():
        found[plain(word)].append(word)
    return {letters: tuple(spelled) for letters, spelled in found.items()}
