"""Forms of a value: as it is compared, without diacritics, and by its first sounds. Equal for two ways of writing one name.

Vietnamese names are compared with and without diacritics, because a clerk may have typed neither tone nor hook (Đ is a letter of its own,
not a D with a sign), and without their order, because foreign forms put the family name last.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

from schemas import names
from schemas.names import comparison_form, mend

_WORDS = re.compile(r"[^\W_]+")
_AT_ONCE = 200_000


@lru_cache(_AT_ONCE)
def spelt(text: str) -> str:
    """A name with its diacritics: case, spaces and the place of the tone mark do not count."""
    return comparison_form(text)


@lru_cache(_AT_ONCE)
def plain(text: str) -> str:
    """The words of a text without diacritics, đ as d."""
    return " ".join(_WORDS.findall(names.plain(mend(text))))


def bare(text: str) -> str:
    """The same words in the order of the alphabet."""
    return " ".join(sorted(plain(text).split()))


def one_name(one: str, other: str) -> bool:
    """Whether two spellings are one name: the same, or one of them typed on a machine without diacritics."""
    return spelt(one) == spelt(other) or (plain(one) == plain(other) and (_typed_bare(one) or _typed_bare(other)))


def _typed_bare(text: str) -> bool:
    return spelt(text) == plain(text)


def initials(text: str) -> str:
    """The first letters of the words, in the order of the alphabet: what is left of a name when its spelling is not trusted."""
    return "".join(word[0] for word in bare(text).split())


def hashed(secret: str, *parts: str) -> str:
    """What stands in the store for values of a person: a keyed hash nobody can turn back without the secret."""
    text = "\x1f".join(parts)
    return blake2b(text.encode(), key=secret.encode()[:64], digest_size=12).hexdigest()
