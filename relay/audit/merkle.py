"""One hash for many messages, from which each can be shown to be part of it without showing the others (RFC 6962, with BLAKE2b-256)."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

#: Leaves and nodes are hashed apart, so that no node can be passed off as a leaf.
LEAF, NODE = b"\x00", b"\x01"


def leaf(text: str) -> str:
    """The hash of one leaf, hex."""
    return blake2b(LEAF + text.encode(), digest_size=32).hexdigest()


def root(leaves: Sequence[str]) -> str:
    """The hash over all leaves in their order, hex; of none, the hash of nothing."""
    if not leaves:
        return blake2b(digest_size=32).hexdigest()
    level = list(leaves)
    while len(level) > 1:
        level = _above(level)
    return level[0]


def path(leaves: Sequence[str], place: int) -> list[str]:
    """The neighbours on the way from one leaf to the root, each with the side it stands on: "<" before, ">" behind."""
    steps, level = [], list(leaves)
    while len(level) > 1:
        other = place ^ 1
        if other < len(level):
            steps.append(("<" if other < place else ">") + level[other])
        level, place = _above(level), place // 2
    return steps


def climb(start: str, steps: Sequence[str]) -> str:
    """The root that a leaf's hash and its path lead to. Raises ValueError for a step that is none."""
    here = start
    for step in steps:
        side, other = step[:1], step[1:]
        if side not in ("<", ">"):
            raise ValueError("a step of a proof begins with '<' or '>'")
        here = _pair(other, here) if side == "<" else _pair(here, other)
    return here


def _above(level: list[str]) -> list[str]:
    pairs = [_pair(*level[at : at + 2]) for at in range(0, len(level) - 1, 2)]
    return pairs + level[len(level) - len(level) % 2 :]


def _pair(left: str, right: str) -> str:
    return blake2b(NODE + bytes.fromhex(left) + bytes.fromhex(right), digest_size=32).hexdigest()
