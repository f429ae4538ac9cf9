"""Scans of records are read once, whoever names them; what cannot be read is told, and what waited for the engine is read later."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from connectors.mapping.attachments import Attachment
from digitise import engine
from digitise.reading import SHAPE
from flows.scanned.reader import Scans
from flows.scanned.work import Work
from relay.scans import DOCUMENT, SCANS
from simulators.paper.page import draw

NOTHING = pl.DataFrame(schema=DOCUMENT)


def scans(*rows: tuple[int, str, str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCANS, orient="row")


def reader(folder: Path, flow: str = "birth") -> Scans:
    return Scans(flow, folder, lambda raw: [Attachment(name, "result") for name in raw.get("files", [])])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("scans")
    draw("birth_extract", 31, 0, 1)[0].save(made / "one.jpg", quality=90)
    (made / "same.jpg").write_bytes((made / "one.jpg").read_bytes())
    (made / "empty.pdf").write_bytes(b"")
    (made / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    return made


def test_the_files_a_record_names_are_found_without_opening_them(folder: Path) -> None:
    frame = pl.DataFrame({"version_id": [1, 2, 3], "raw": ['{"files": ["a.jpg", "b.jpg"]}', "{}", "no json"]})
    assert reader(folder).attached(frame).rows() == [(1, "a.jpg", "result"), (1, "b.jpg", "result")]


def test_a_scan_is_read_once_and_every_file_has_an_outcome(folder: Path) -> None:
    named = scans(
        (1, "one.jpg", "result"),
        (2, "same.jpg", "component"),
        (3, "empty.pdf", "result"),
        (4, "broken.pdf", "result"),
        (5, "gone.jpg", "result"),
        (6, "../../etc/passwd", "result"),
    )
    asked: list[list[str]] = []

    def before(hashes: list[str]) -> pl.DataFrame:
        asked.append(hashes)
        return NOTHING

    pages = reader(folder).read(named, before)
    assert pages.schema == DOCUMENT
    told = dict(pages.select("version_id", "outcome").iter_rows())
    assert told == {1: "read", 2: "read", 3: "empty", 4: "broken", 5: "missing", 6: "missing"}
    assert dict(pages.select("version_id", "reused").iter_rows())[2], "the same bytes were read for another record"
    assert len(asked) == 1

    first = pages.filter(version_id=1)
    again = reader(folder).read(scans((9, "same.jpg", "result")), lambda hashes: first)
    assert again["reused"].to_list() == [True]
    assert again["fields"].to_list() == first["fields"].to_list()


def test_a_page_read_for_one_record_type_is_reused_for_another_and_means_nothing_there(folder: Path) -> None:
    first = reader(folder).read(scans((1, "one.jpg", "result")), lambda hashes: NOTHING)
    assert '"meant":"' in first["fields"][0]
    other = reader(folder, "dossier").read(scans((2, "same.jpg", "result")), lambda hashes: first)
    assert other["form"].to_list() == ["birth_extract"]
    assert '"meant":"' not in other["fields"][0]


def test_without_the_engine_documents_wait_and_no_night_fails(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "TESSDATA", (folder,))
    pages = reader(folder).read(scans((1, "one.jpg", "result")), lambda hashes: NOTHING)
    assert pages["outcome"].to_list() == ["not_digitised"]
    assert pages["fields"].to_list() == ["{}"]


def test_a_threshold_that_was_learnt_takes_the_place_of_the_declared_one(folder: Path) -> None:
    def accepted(least: float) -> dict[str, bool]:
        work = Work(thresholds={("birth_extract", "born_on"): least})
        learnt = Scans("birth", folder, lambda raw: [], work)
        (fields,) = learnt.read(scans((1, "one.jpg", "result")), lambda hashes: NOTHING)["fields"]
        return {name: one["accepted"] for name, one in json.loads(fields).items()}

    never, always = accepted(1.01), accepted(0.0)
    assert (never["born_on"], always["born_on"]) == (False, True)
    assert {**never, "born_on": True} == always, "the other fields keep theirs"


def test_no_threshold_accepts_what_has_not_the_shape_of_its_field(folder: Path) -> None:
    first = reader(folder).read(scans((1, "one.jpg", "result")), lambda hashes: NOTHING)
    fields = json.loads(first["fields"][0])
    fields["born_on"] |= {"accepted": False, "reason": SHAPE}
    worn = first.with_columns(fields=pl.lit(json.dumps(fields)))
    learnt = Scans("birth", folder, lambda raw: [], Work(thresholds={("birth_extract", "born_on"): 0.0}))
    (again,) = learnt.read(scans((2, "one.jpg", "result")), lambda hashes: worn)["fields"]
    assert not json.loads(again)["born_on"]["accepted"]
