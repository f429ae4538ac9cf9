"""The desk as people use it: a clerk proposes for all that are alike, a reviewer approves, and nobody sees more than is theirs."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
import requests
import sqlalchemy as sa
import yaml
from PIL import Image

from digitise.crops import MARGIN
from flows.desk.causes import causes
from flows.desk.records import held
from flows.worklist.layout import MAIN
from flows.worklist.opening import opened
from relay.desk.decisions import decisions
from relay.store.desk_tables import viewing
from relay.store.scan_tables import document
from tests.flows.province import Province, province
from tests.flows.worklists import filled
from tests.ui.serving import served
from ui import installation

SEED = 20260716
PEOPLE = [
    {"user": "clerk", "roles": ["clerk"], "units": ["*"]},
    {"user": "neighbour", "roles": ["clerk"], "units": ["00001"]},
    {"user": "reviewer", "roles": ["reviewer"], "units": ["*"]},
    {"user": "auditor", "roles": ["auditor"], "units": ["*"]},
]
RULE = "shape.child_name"


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    home = tmp_path_factory.mktemp("home")
    with (
        pytest.MonkeyPatch.context() as patch,
        province(home, patch, f"sqlite:///{home}/store.db", records=200, seed=SEED) as made,
    ):
        print(f"seed {SEED}")
        own = home / "config"
        own.mkdir()
        for file in Path(made.wiring().settings.config).glob("*.yaml"):
            (own / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
        (own / "people.yaml").write_text(yaml.safe_dump({"people": PEOPLE}), encoding="utf-8")
        patch.setenv("LIENTHONG_CONFIG", str(own))
        patch.setenv("LIENTHONG_CONN_CIVIL_SCANS", json.dumps({"url": made.wiring().connection("civil_scans").url}))
        made.run("birth")
        installation.wiring.cache_clear()
        yield made
        installation.wiring.cache_clear()


@pytest.fixture(scope="module")
def base(night: Province) -> Iterator[str]:
    with served() as address:
        yield address


def get(base: str, user: str, path: str) -> requests.Response:
    return requests.get(base + path, headers={"X-User": user}, timeout=60)


def post(base: str, user: str, path: str, form: dict[str, str]) -> requests.Response:
    return requests.post(base + path, data=form, headers={"X-User": user}, timeout=60)


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the last form of a page."""
    form = page[page.rindex("<form") :]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


def first_form(page: str) -> dict[str, str]:
    form = page[page.index("<form") : page.index("</form>")]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


def test_the_desk_counts_by_cause_and_leads_to_the_records(night: Province, base: str) -> None:
    page = get(base, "clerk", "/desk").text
    for one in causes(night.wiring().store):
        assert f"/desk/cause/{one.flow}/{one.rule}" in page
    listed = get(base, "clerk", f"/desk/cause/birth/{RULE}").text
    for one in held(night.wiring().store, "birth", RULE):
        assert f"/desk/record/birth/{one.version_id}" in listed


def test_a_clerk_proposes_a_reviewer_approves_and_the_next_run_delivers(night: Province, base: str) -> None:
    name = "Phan Văn Bàn Sửa"
    form = first_form(get(base, "clerk", f"/desk/cause/birth/{RULE}").text)
    asked = form | {"kind": "correct", "set:child_name": name, "reason": "theo sổ hộ tịch"}
    shown = post(base, "clerk", "/desk/propose", asked)
    assert shown.status_code == 200
    assert "1 trong 1 bản ghi sẽ được gửi đi" in shown.text
    assert decisions(night.wiring().store) == [], "a preview decides nothing"
    made = post(base, "clerk", "/desk/propose", hidden(shown.text))
    [one] = decisions(night.wiring().store)
    assert made.url.endswith(f"/desk/decision/{one.decision_id}")
    assert "phải do người khác duyệt" in made.text
    own = post(
        base, "clerk", f"/desk/decision/{one.decision_id}", {"say": "approve", "token": hidden(made.text)["token"]}
    )
    assert own.status_code == 422
    page = get(base, "reviewer", f"/desk/decision/{one.decision_id}").text
    assert name in page
    done = post(
        base, "reviewer", f"/desk/decision/{one.decision_id}", {"say": "approve", "token": hidden(page)["token"]}
    )
    assert "đã duyệt" in done.text
    night.run("birth")
    record_id = night.wiring().store.engine.connect().execute(sa.text("SELECT record_id FROM correction")).scalar_one()
    life = get(base, "clerk", f"/passport?key={record_id}").text
    assert "sửa child_name – clerk" in life
    assert "đã duyệt – reviewer" in life
    assert "được tiếp nhận" in life
    assert name not in life


def test_values_are_for_clerks_and_reviewers_of_the_unit_and_every_look_is_logged(night: Province, base: str) -> None:
    store = night.wiring().store
    one = held(store, "birth")[0]
    path = f"/desk/record/birth/{one.version_id}"
    with store.read() as tx:
        before = tx.execute(sa.select(sa.func.count()).select_from(viewing)).scalar_one()
    assert get(base, "auditor", "/desk").status_code == 200
    assert get(base, "auditor", path).status_code == 403
    assert get(base, "neighbour", path).status_code == 404
    assert get(base, "stranger", "/desk").status_code == 403
    assert requests.get(base + path, timeout=10).status_code == 401
    with store.read() as tx:
        assert tx.execute(sa.select(sa.func.count()).select_from(viewing)).scalar_one() == before
    assert get(base, "clerk", path).status_code == 200
    with store.read() as tx:
        last = tx.execute(sa.select(viewing.c.who, viewing.c.record_id).order_by(viewing.c.viewing_id.desc())).first()
    assert last is not None
    assert tuple(last) == ("clerk", one.record_id)


def test_a_form_that_is_not_ones_own_is_refused(night: Province, base: str) -> None:
    form = first_form(get(base, "clerk", "/desk/cause/birth/shape.sex").text)
    asked = form | {"kind": "discard", "reason": "thử", "sure": "1"}
    before = len(decisions(night.wiring().store))
    assert post(base, "reviewer", "/desk/propose", asked).status_code == 403
    assert post(base, "clerk", "/desk/propose", asked | {"token": "made-up"}).status_code == 403
    assert (
        post(
            base, "clerk", "/desk/propose", {name: value for name, value in asked.items() if name != "token"}
        ).status_code
        == 403
    )
    assert len(decisions(night.wiring().store)) == before


def test_a_value_that_cannot_be_is_answered_with_what_is_wanted(base: str) -> None:
    form = first_form(get(base, "clerk", "/desk/cause/birth/map.born_on").text)
    told = post(base, "clerk", "/desk/propose", form | {"kind": "correct", "set:born_on": "hôm qua", "reason": "x"})
    assert told.status_code == 422
    assert "hôm qua" not in told.text
    shown = post(base, "clerk", "/desk/propose", form | {"kind": "correct", "set:born_on": "1/2/1999", "reason": "x"})
    assert "<dd>01/02/1999</dd>" in shown.text


def test_a_worklist_leaves_by_the_page_and_comes_back_with_an_answer_in_each_row(night: Province, base: str) -> None:
    got = get(base, "clerk", "/desk/worklist?flow=birth")
    assert got.headers["Content-Disposition"] == 'attachment; filename="ban-sua-birth.xlsx"'
    assert got.headers["Cache-Control"] == "no-store"
    odd = get(base, "clerk", "/desk/worklist?flow=birth&unit=" + quote('x"\r\nSet-Cookie: Xã'))
    assert (odd.status_code, odd.headers["Content-Disposition"].count('"')) == (200, 2)
    assert "Set-Cookie" not in odd.headers
    with night.wiring().store.read() as tx:
        seen = tx.execute(sa.select(viewing.c.record_id).where(viewing.c.who == "clerk", viewing.c.page == "worklist"))
        assert len(set(seen.scalars())) == len(
            [one for one in held(night.wiring().store, "birth") if not one.open_decision]
        )
    rejected = {"decision": "Hủy", "reason": "Nhập trùng"}
    data = filled(got.content, **rejected)
    token = hidden(get(base, "clerk", "/desk").text)["token"]
    before = len(decisions(night.wiring().store))
    sent = requests.post(
        base + "/desk/worklist",
        data={"token": token},
        files={"file": ("w.xlsx", data)},
        headers={"X-User": "clerk"},
        timeout=60,
    )
    assert sent.status_code == 200, sent.text
    [made] = decisions(night.wiring().store)[: len(decisions(night.wiring().store)) - before]
    assert f"/desk/decision/{made.decision_id}" in sent.text
    answer = b64decode(re.findall(r'href="data:[^"]+base64,([^"]+)"', sent.text)[0])
    assert f"quyết định D{made.decision_id}" in str(
        [cell.value for cell in list(opened(answer, to_change=True)[MAIN].columns)[-1]]
    )


def test_a_worklist_is_for_those_who_may_see_values_and_a_wrong_file_is_told_so(night: Province, base: str) -> None:
    assert get(base, "auditor", "/desk/worklist?flow=birth").status_code == 403
    assert "enctype" not in get(base, "auditor", "/desk").text
    token = hidden(get(base, "clerk", "/desk").text)["token"]
    for file, status in ((b"no workbook", 422), (b"", 422)):
        sent = requests.post(
            base + "/desk/worklist",
            data={"token": token},
            files={"file": ("w.xlsx", file)},
            headers={"X-User": "clerk"},
            timeout=60,
        )
        assert sent.status_code == status
        assert "Traceback" not in sent.text
    forged = requests.post(
        base + "/desk/worklist",
        data={"token": "x"},
        files={"file": ("w.xlsx", b"x")},
        headers={"X-User": "clerk"},
        timeout=60,
    )
    assert forged.status_code == 403


def test_the_piece_of_the_scan_stands_beside_the_failing_field(night: Province, base: str) -> None:
    """Where the page was read; whole and piece are pictures, for those who may see values, and each look is written down."""
    store = night.wiring().store
    one = held(store, "birth")[0]
    with store.begin() as tx:  # the province plants no error on a scanned record: let this one have another's page
        read = tx.execute(sa.select(document).where(document.c.engine != "none")).mappings().first()
        assert read is not None, "no page was read: is the Debian package tesseract-ocr-vie installed?"
        tx.execute(document.insert().values(**{**read, "version_id": one.version_id}))
    fields = json.loads(read["fields"])
    name = next(iter(fields))
    path = f"/desk/scan/birth/{one.version_id}"
    whole, piece = get(base, "clerk", path), get(base, "clerk", f"{path}?field={name}")
    for got in (whole, piece):
        assert (got.status_code, got.headers["Content-Type"]) == (200, "image/png")
    left, top, right, bottom = fields[name]["box"]
    with Image.open(BytesIO(piece.content)) as picture:
        assert abs(picture.width - (right - left)) <= 2 * MARGIN
        assert abs(picture.height - (bottom - top)) <= 2 * MARGIN
    assert get(base, "clerk", f"{path}?field=nothing").status_code == 404
    assert path in get(base, "clerk", f"/desk/record/birth/{one.version_id}").text


def test_who_may_see_no_values_gets_the_scan_redacted_or_not_at_all(night: Province, base: str) -> None:
    """Another picture than the clerk's, with nothing where the value is; no page without masks of its own; nobody else's unit."""
    store = night.wiring().store
    one = held(store, "birth")[1]
    with store.begin() as tx:
        read = tx.execute(sa.select(document).where(document.c.masks.is_not(None))).mappings().first()
        assert read is not None, "no page was read: is the Debian package tesseract-ocr-vie installed?"
        tx.execute(document.insert().values(**{**read, "version_id": one.version_id}))
    name, path = next(iter(json.loads(read["fields"]))), f"/desk/scan/birth/{one.version_id}"
    with store.read() as tx:
        before = tx.execute(sa.select(sa.func.count()).select_from(viewing)).scalar_one()
    for asked in (path, f"{path}?field={name}"):
        got = get(base, "auditor", asked)
        assert (got.status_code, got.headers["Content-Type"]) == (200, "image/png")
        assert got.headers["Cache-Control"] == "no-store"
        assert got.content != get(base, "clerk", asked).content
    with store.read() as tx:
        looks = tx.execute(sa.select(viewing.c.who).order_by(viewing.c.viewing_id).offset(before)).scalars().all()
    assert set(looks) == {"clerk"}, "who is shown no value looked at none"
    assert get(base, "auditor", f"{path}?field=nothing").status_code == 403
    assert get(base, "neighbour", path).status_code == 404
    for changed in ({"masks": None}, {"masks": read["masks"], "sha256": "0" * 64}):
        with store.begin() as tx:
            tx.execute(document.update().where(document.c.version_id == one.version_id).values(**changed))
        assert get(base, "auditor", path).status_code == 403
        assert get(base, "clerk", path).status_code == 200
