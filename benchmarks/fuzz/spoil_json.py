"""A true JSON answer, spoilt where it means something: items lost, doubled, swapped, words and keys exchanged, values absurd."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any

#: What json.dumps would never write; put in as text.
RAW = (
    "1e400", "-1e400", "9" * 400, "-0", "0.0", "00", "1.0", "NaN", "Infinity", '"\\ud800"', '"\\u0000"', '"\x00"',
    "[" * 3000, "[" * 400 + "]" * 400, '{"a":' * 400 + "1" + "}" * 400, '"\u202e00"', "tru", "",
)  # fmt: skip
WORDS: tuple[Any, ...] = (
    "accepted", "would_accept", "refused", "pending", "parent_unknown", "has_children", "Accepted", "00", "0", 0, "PENDING",
    "E101", "E108", "E109", "E201", "E501", "E900", "OK", "000", "00 ", "\u0660\u0660", -401, -400, "-401", -404, -403,
    None, True, False, 1, "", " ", "1", [], {}, ["00"], {"00": "00"}, 1e99, 2**63, "x" * 5000, "H" * 70000,
)  # fmt: skip
_MARK = "\ue000raw\ue000"


def spoil(body: bytes, rng: Random, names: Sequence[str]) -> bytes:
    """The same document with one to four things wrong; `names` are keys and tickets to mix up."""
    document = json.loads(body)
    raw: list[str] = []
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        document = rng.choice(_CHANGES)(document, rng, names, raw)
    text = json.dumps(document, ensure_ascii=rng.random() < 0.5)
    for token in raw:
        text = text.replace(json.dumps(_MARK + str(len(token))), token).replace(f'"{_MARK}{len(token)}"', token)
    return text.encode("utf-8", "surrogatepass")


def _places(document: Any) -> list[tuple[Any, Any]]:
    """(container, key or index) of everything inside."""
    found: list[tuple[Any, Any]] = []
    todo = [document]
    while todo:
        node = todo.pop()
        inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for place, value in inner:
            found.append((node, place))
            todo.append(value)
    return found


def _at(change: Callable[[Any, Any, Random, Sequence[str]], None]) -> Callable[..., Any]:
    def changed(document: Any, rng: Random, names: Sequence[str], raw: list[str]) -> Any:
        places = _places(document)
        if places:
            change(*rng.choice(places), rng, names)
        return document

    return changed


def _drop(holder: Any, place: Any, rng: Random, names: Sequence[str]) -> None:
    del holder[place]


def _word(holder: Any, place: Any, rng: Random, names: Sequence[str]) -> None:
    holder[place] = deepcopy(rng.choice(WORDS))


def _name(holder: Any, place: Any, rng: Random, names: Sequence[str]) -> None:
    holder[place] = rng.choice(names)


def _wrap(holder: Any, place: Any, rng: Random, names: Sequence[str]) -> None:
    holder[place] = rng.choice(([holder[place]], {"results": holder[place]}, json.dumps(holder[place])))


def _rename(holder: Any, place: Any, rng: Random, names: Sequence[str]) -> None:
    if isinstance(holder, dict):
        holder[rng.choice((place.upper(), f" {place}", "code", "status", "idempotency_key"))] = holder.pop(place)


def _twice(document: Any, rng: Random, names: Sequence[str], raw: list[str]) -> Any:
    """An item once more, maybe with another word in it."""
    lists = [node[place] for node, place in _places(document) if isinstance(node[place], list) and node[place]]
    if lists:
        listed = rng.choice(lists)
        again = deepcopy(rng.choice(listed))
        if isinstance(again, dict) and again and rng.random() < 0.5:
            again[rng.choice(list(again))] = deepcopy(rng.choice(WORDS))
        listed.insert(rng.randrange(len(listed) + 1), again)
    return document


def _swap(document: Any, rng: Random, names: Sequence[str], raw: list[str]) -> Any:
    """Two values of the same name change places: another record's receipt, another record's key."""
    places = [(node, place) for node, place in _places(document) if isinstance(node, dict)]
    if places:
        node, place = rng.choice(places)
        others = [other for other, named in places if named == place]
        other = rng.choice(others)
        node[place], other[place] = deepcopy(other[place]), deepcopy(node[place])
    return document


def _absurd(document: Any, rng: Random, names: Sequence[str], raw: list[str]) -> Any:
    places = _places(document)
    if places:
        node, place = rng.choice(places)
        token = rng.choice(RAW)
        node[place] = _MARK + str(len(token))
        raw.append(token)
    return document


def _whole(document: Any, rng: Random, names: Sequence[str], raw: list[str]) -> Any:
    return rng.choice((document, [document], None, [], {}, "accepted", 0, {"results": document}))


_CHANGES: tuple[Callable[..., Any], ...] = (
    *(_at(change) for change in (_drop, _word, _word, _word, _name, _name, _wrap, _rename)),
    _twice, _twice, _swap, _swap, _absurd, _whole,
)  # fmt: skip
