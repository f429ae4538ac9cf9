"""What an endpoint itself says it holds: read whole, or only where its digests differ from ours. How much was read is counted.

Where an endpoint cannot be asked about a message, what it lists settles what became of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from relay.delivery.outgoing import read_messages
from relay.delivery.settle import open_requests
from relay.delivery.verdicts import Answered, record_verdicts
from relay.model import Endpoint, Message, Verdict
from relay.store import Store

#: Key → hash of what is live; None where the hash is not known.
Pairs = Mapping[str, str | None]

#: What stands in a receipt for the endpoint's code when its listing was the answer.
LISTED = "LISTED"


@dataclass
class Reading:
    """One look at what an endpoint lists of a flow. Raises what the endpoint raises: then nothing is known."""

    endpoint: Endpoint
    flow: str
    requests: int = 0
    records: int = 0

    def against(self, ours: Pairs) -> Iterator[tuple[Pairs, Pairs]]:
        """Ours and theirs, side by side, of every part that is not proved alike."""
        if not self.endpoint.can_digest:
            yield ours, self._live()
            return
        mine = self._by_bucket(ours)
        self.requests += 1
        theirs = self.endpoint.digests(self.flow)
        for name in sorted(mine.keys() | theirs.keys()):
            held = mine.get(name, {})
            if not self._alike(held, *theirs.get(name, (0, ""))):
                yield held, self._live(name)

    def of(self, keys: Iterable[str]) -> Pairs:
        """What is listed live in the parts these keys fall into."""
        if not self.endpoint.can_digest:
            return self._live()
        found: dict[str, str] = {}
        for name in sorted({self.endpoint.bucket(key) for key in keys}):
            found |= self._live(name)
        return found

    def holds(self, keys: Sequence[str]) -> set[str]:
        """Those of these keys that the endpoint says it holds, asked by key."""
        if keys:
            self.requests += -(-len(keys) // self.endpoint.batch_size)
        return self.endpoint.holds(self.flow, keys) if keys else set()

    def _live(self, bucket: str = "") -> dict[str, str]:
        found: dict[str, str] = {}
        for page in self.endpoint.listing(self.flow, bucket):
            self.requests += 1
            self.records += len(page)
            found |= {line.key: line.hash for line in page if not line.deleted}
        # An endpoint that overlooks the bucket and lists everything is not wrong about the rest.
        return {key: held for key, held in found.items() if self.endpoint.bucket(key) == bucket} if bucket else found

    def _by_bucket(self, pairs: Pairs) -> dict[str, dict[str, str | None]]:
        buckets: dict[str, dict[str, str | None]] = defaultdict(dict)
        for key, held in pairs.items():
            buckets[self.endpoint.bucket(key)][key] = held
        return buckets

    def _alike(self, mine: Pairs, count: int, digest: str) -> bool:
        if len(mine) != count:
            return False
        known = [(key, held) for key, held in mine.items() if held is not None]
        return not mine or (len(known) == count and self.endpoint.bucket_digest(known) == digest)


def settle_listed(store: Store, flow: str, endpoint: Endpoint) -> dict[str, int]:
    """Let the listing of an endpoint that cannot be asked tell what became of its unknown messages. Returns how many of each verdict."""
    requests = [] if endpoint.can_ask else open_requests(store, flow)
    if not requests:
        return {}
    with store.read() as tx:
        sent = {request_id: read_messages(tx, version_ids) for request_id, version_ids in requests}
    listed = Reading(endpoint, flow).of(message.key for messages in sent.values() for message in messages)
    counts: dict[str, int] = defaultdict(int)
    for request_id, messages in sent.items():
        answered = [Answered(message, _told(endpoint, message, listed.get(message.key))) for message in messages]
        for kind, count in record_verdicts(store, flow, endpoint, request_id, answered).items():
            counts[kind] += count
    return dict(counts)


def _told(endpoint: Endpoint, message: Message, listed: str | None) -> Verdict:
    """Accepted when the listing shows what the message wanted; else it did not arrive, and may go again."""
    wanted = None if message.content is None else endpoint.content_hash(message.content)
    if listed != wanted:
        return Verdict("absent")
    return Verdict("accepted", code=LISTED, receipt=f"listing {wanted or 'without it'}")
