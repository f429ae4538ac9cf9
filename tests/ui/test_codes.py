"""The page of error codes, and foretold beside came on the page of quality: words and counts, nothing of a record."""

from __future__ import annotations

import csv
import io

import pytest

from relay.delivery.push import push
from relay.store import Store
from tests.connectors.world import hostile
from tests.flows.test_codes import ANSWERS, school
from tests.relay.engine import FLOW, run
from tests.ui.conftest import SECRET, Get
from tracking.quality.predictions import complete, keep


@pytest.fixture
def answered(filled: Store) -> Store:
    keep(
        filled, FLOW, {"pulled": 6, "accepted": 2, "refused": 2, "quarantined": 2, "codes": {"endpoint.school.E301": 2}}
    )
    run(filled, [[(key, "v", None, False) for key in ANSWERS]])
    with hostile() as bad:
        push(filled, FLOW, school(bad), "run")
    return filled


def rows(get: Get, path: str, **asked: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(get(path, format="csv", **asked).content.decode("utf-8-sig"))))


def test_the_page_lists_codes_unknown_ones_first(answered: Store, get: Get) -> None:
    found = rows(get, "/quality/codes", lang="en")
    assert [row["Code"] for row in found[:3]] == ["E399", "E777", "E301"]
    assert (found[2]["Held now"], found[2]["In all"], found[2]["Endpoint"]) == ("2", "2", "school")
    assert {row["Code"] for row in rows(get, "/quality/codes", lang="en", unknown="1")} == {"E399", "E777"}
    assert {row["Đích"] for row in rows(get, "/quality/codes", endpoint="land")} == {"land", "mọi đích"}
    page = get("/quality/codes", "somebody-airflow-knows").text
    assert "khai tử" in page
    assert "cán bộ đơn vị" in page
    assert SECRET not in page


def test_quality_leads_to_the_codes(answered: Store, get: Get) -> None:
    assert '/quality/codes"' in get("/quality").text


def test_foretold_and_came_stand_side_by_side(answered: Store, get: Get) -> None:
    [before] = rows(get, "/quality", which="foretold", lang="en")
    assert before["Difference"] == "the flow has not run since"
    assert complete(answered, FLOW) == 1
    assert complete(answered, FLOW) == 0, "what came is set down once"
    [after] = rows(get, "/quality", which="foretold", lang="en")
    told = set(after["Difference"].split(", "))
    assert told == {
        "accepted -1",
        "refused +1",
        "quarantined +1",
        "waiting +1",
        "unknown +1",
        "endpoint.school.E399 +1",
    }
