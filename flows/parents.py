"""Which parents the nation knows: persons are asked of the population register, records of the endpoint of their own flow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from relay.model import Endpoint

Known = Callable[[Sequence[str]], set[str]]
PERSON = "person"


def known_by(persons: Known, endpoint_of: Callable[[str], Endpoint]) -> Known:
    """The answer for "kind|key" parents of any kind; `endpoint_of` gives the endpoint of a flow."""

    def known(ids: Sequence[str]) -> set[str]:
        by_kind: dict[str, list[str]] = defaultdict(list)
        for parent in ids:
            by_kind[parent.partition("|")[0]].append(parent)
        found = persons(by_kind.pop(PERSON)) if PERSON in by_kind else set()
        for flow, parents in by_kind.items():
            keys = [parent.partition("|")[2] for parent in parents]
            found |= {f"{flow}|{key}" for key in endpoint_of(flow).holds(flow, keys)}
        return found

    return known
