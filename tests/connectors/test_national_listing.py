"""What an endpoint says it holds: whole, by bucket, in order and each key once, or not believed at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from connectors.credentials import Connection
from connectors.national.health import Health
from connectors.national.land import Land
from connectors.national.school import School
from relay.errors import RetryableError
from tests.connectors.world import ADULT, QUICK, hostile, message, national, same
from tests.simulators.national.world import whole


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A land registry of 2,500 parcels, every hundredth of them deleted again."""
    with national(tmp_path_factory.mktemp("national")) as world:
        endpoint = world.endpoint(Land)
        numbers = range(2500)
        for at in range(0, len(numbers), endpoint.batch_size):
            endpoint.push("parcel", [parcel(n) for n in numbers[at : at + endpoint.batch_size]])
        endpoint.push("parcel", [message(parcel(n).key, None, 2) for n in numbers[::100]])
        yield endpoint


def parcel(n: int) -> Any:
    content = whole("parcel", maDvhcXa="17329", soHieuTo="5", soThuTuThua=str(n), soPhatHanhGcn="AA 00476432")
    return message(f"17329|5|{n}|AA 00476432|h", content | {"soDinhDanh": ADULT, "dienTich": "120.5"})


def test_the_buckets_together_are_the_whole_listing(land: Any) -> None:
    everything = [line for page in land.listing("parcel") for line in page]
    assert len(everything) == 2500
    by_bucket = {
        name: [line for page in land.listing("parcel", name) for line in page] for name in land.digests("parcel")
    }
    assert sorted((line for lines in by_bucket.values() for line in lines), key=lambda line: line.key) == everything
    for name, (count, digest) in land.digests("parcel").items():
        live = [(line.key, line.hash) for line in by_bucket[name] if not line.deleted]
        assert {land.bucket(key) for key, _ in live} <= {name}
        assert (len(live), land.bucket_digest(live)) == (count, digest)
        assert len(by_bucket[name]) < 100, "only what falls into it is read"


def line(key: str) -> dict[str, Any]:
    return {"key": key, "hash": "0", "deleted": False}


TOLD = [
    pytest.param({"records": [line("b"), line("a")], "next": None}, id="not in order"),
    pytest.param({"records": [line("a"), line("a")], "next": None}, id="twice"),
    pytest.param({"records": [line("a")], "next": "c"}, id="skips from a to c"),
    pytest.param({"records": [line("a"), line("b")], "next": "a"}, id="goes back"),
    pytest.param({"records": [], "next": "a"}, id="an empty page that goes on"),
    pytest.param({"records": [line("a")]}, id="does not say whether it goes on"),
    pytest.param({"records": [{"key": "a", "hash": "0"}], "next": None}, id="does not say whether it is deleted"),
]


@pytest.mark.parametrize("told", TOLD)
@pytest.mark.parametrize("kind", [School, Health])
def test_a_listing_that_cannot_be_whole_is_not_believed(kind: Any, told: dict[str, Any]) -> None:
    with hostile() as bad:
        bad.answer = lambda path, body: (200, {}, msgspec.json.encode(told))
        with pytest.raises(RetryableError):
            list(kind(Connection(bad.url, "a", "b"), same, limits=QUICK).listing("student"))


def test_digests_of_buckets_that_are_none_are_not_believed() -> None:
    def answer(path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        told = {"bits": 8, "buckets": {"zz": {"count": 1, "digest": "0"}}}
        token = {"access_token": "t", "token_type": "Bearer", "expires_in": 60}
        return 200, {}, msgspec.json.encode(told if "digests" in path else token)

    with hostile() as bad:
        bad.answer = answer
        with pytest.raises(RetryableError):
            Land(Connection(bad.url, "a", "b"), same, limits=QUICK).digests("parcel")
        assert any("digests" in path for path in bad.heard)
