"""The province: made again from its seed, full of planted errors, and otherwise free of them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from simulators.province import dossier
from simulators.province.catalogue import record_types
from simulators.province.generate import build
from simulators.province.places import Places, has_types_of, load_settings
from simulators.province.plan import Plan
from simulators.province.record import Record, keyed_hash
from simulators.province.stores import Export, Table
from simulators.province.units import CHANGE_DAY
from simulators.province.world import Settings, World

MADE_AT = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
SIZE = 600
TYPES = record_types()


def settings(records: int = SIZE, seed: int = 3, province: str = "40") -> Settings:
    return Settings(seed, records, province, 6, MADE_AT)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    made = Places(tmp_path_factory.mktemp("province") / "province")
    build(made, settings())
    return made


@pytest.fixture(scope="module")
def world() -> World:
    return World(settings())


@pytest.fixture(scope="module")
def chosen(world: World) -> Plan:
    return Plan(world)


@pytest.fixture(scope="module")
def records(world: World, chosen: Plan) -> dict[str, list[Record]]:
    return {flow: [chosen.record(flow, n) for n in range(count)] for flow, count in world.counts.items()}


def good(records: dict[str, list[Record]], flow: str) -> list[Record]:
    return [record for record in records[flow] if record.error is None]


def test_the_same_seed_makes_the_same_province(places: Places, tmp_path: Path) -> None:
    again = Places(tmp_path / "province")
    build(again, settings())
    assert again.manifest.read_bytes() == places.manifest.read_bytes()
    for folder in (kind.store.folder for kind in TYPES if isinstance(kind.store, Export)):
        names = sorted(path.name for path in (places.drop / folder).iterdir())
        assert names == sorted(path.name for path in (again.drop / folder).iterdir())
    school = next(iter(sorted((places.drop / "school").iterdir()))).name
    assert (again.drop / "school" / school).read_bytes() == (places.drop / "school" / school).read_bytes()


def test_another_seed_makes_another_province() -> None:
    one, other = (World(settings(seed=seed)) for seed in (3, 4))
    assert Plan(one).record("birth", 7).row != Plan(other).record("birth", 7).row


def test_a_complete_province_is_recognised(places: Places, tmp_path: Path) -> None:
    assert load_settings(places) == settings()
    assert load_settings(Places(tmp_path)) is None
    assert has_types_of(places, World(settings()))
    assert not has_types_of(places, World(settings(), TYPES[:-1]))


def command(home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "simulators", "--home", str(home), "--only-generate", *options]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def test_a_complete_province_is_kept_unless_it_is_wiped_on_purpose(tmp_path: Path) -> None:
    made = Places(tmp_path / "province")
    assert command(tmp_path, "--records", "24", "--communes", "4").returncode == 0
    (ledger := tmp_path / "national" / "ledger").parent.mkdir()
    ledger.touch()
    first = load_settings(made)

    assert command(tmp_path).returncode == 0
    assert command(tmp_path, "--seed", "1", "--records", "24").returncode == 0
    refused = command(tmp_path, "--seed", "3", "--records", "30", "--communes", "4")

    assert refused.returncode == 2
    assert refused.stderr == (
        f"{tmp_path} holds a province made with --seed 1, --records 24, not --seed 3, --records 30: leave the option "
        "out to go on with it, choose another --home (or LIENTHONG_HOME), or wipe it and its ledgers with --anew.\n"
    )
    assert load_settings(made) == first
    assert ledger.exists()
    assert command(tmp_path, "--anew", "--records", "30").returncode == 0
    assert (again := load_settings(made)) is not None
    assert (again.seed, again.records, again.communes) == (1, 30, 12)
    assert not ledger.exists()


def test_a_province_made_with_other_record_types_is_refused(tmp_path: Path) -> None:
    made = Places(tmp_path / "province")
    command(tmp_path, "--records", "24")
    made.settings.write_text(made.settings.read_text().replace('"birth"', '"christening"'))

    refused = command(tmp_path)

    assert refused.returncode == 2
    assert refused.stderr == (
        f"{tmp_path} holds a province made with other record types than there are now: choose another --home "
        "(or LIENTHONG_HOME), or wipe it and its ledgers with --anew.\n"
    )
    assert command(tmp_path, "--anew").returncode == 0


def test_an_incomplete_province_is_made_again(tmp_path: Path) -> None:
    made = Places(tmp_path / "province")
    command(tmp_path, "--records", "24")
    made.settings.unlink()

    assert command(tmp_path, "--records", "30").returncode == 0
    assert (again := load_settings(made)) is not None
    assert again.records == 30


#: Quảng Ninh has communes that were split, Nghệ An none.
@pytest.mark.parametrize(("province", "never"), [("40", {"split_commune_unplaced"}), ("22", set())])
def test_every_kind_of_error_is_planted_twice_at_the_usual_size(province: str, never: set[str]) -> None:
    world = World(Settings(3, 2000, province, 6 if province == "40" else 30, MADE_AT))
    chosen = Plan(world)
    for flow, kind in world.types.items():
        found = Counter(bad.kind for bad in chosen.planted[flow].values())
        assert set(found) == set(kind.errors) - never
        assert min(found.values()) >= 2
        least = 2 * len(found)
        assert 0.03 * world.counts[flow] <= sum(found.values()) <= max(0.06 * world.counts[flow], least)
        for number, bad in chosen.planted[flow].items():
            made = chosen.record(flow, number)
            assert (made.error, made.expect) == (bad.kind, "quarantined")


def test_no_record_is_chosen_for_two_things(chosen: Plan) -> None:
    for flow, kind in chosen.world.types.items():
        sets = [set(chosen.planted[flow])]
        if isinstance(kind.store, Export):
            sets += [chosen.again[flow], chosen.twice[flow], chosen.withdrawn[flow]]
            assert all(sets)
        if flow == "student":
            sets.append(set(chosen.children))
        if flow == "birth":
            sets.append(chosen.scans)
        assert sum(map(len, sets)) == len(set().union(*sets))


def test_only_planted_pairs_share_a_natural_key(records: dict[str, list[Record]]) -> None:
    for kind in TYPES:
        made, pairs = records[kind.flow], {name for name, error in kind.errors.items() if error.pair}
        sharing: dict[str, list[Record]] = defaultdict(list)
        for record in made:
            sharing[record.key].append(record)
        for key, same in sharing.items():
            assert len(same) == 1 or {record.error for record in same} <= pairs, key
        assert len({record.source_id for record in made}) == len(made)


def tenths(text: str) -> int:
    whole, _, rest = text.partition(",")
    return int(whole) * 10 + int(rest or 0)


def test_the_land_of_a_good_parcel_adds_up(records: dict[str, list[Record]]) -> None:
    for record in good(records, "parcel"):
        parts = [tenths(record.row[name]) for name in ("c26", "c31", "c36") if record.row.get(name)]
        assert sum(parts) == tenths(record.row["c24"]) > 0


def test_the_costs_and_times_of_a_good_visit_agree(records: dict[str, list[Record]]) -> None:
    for record in good(records, "encounter"):
        summary = record.row["XML1"]
        drugs, services = (sum(int(row["THANH_TIEN_BV"]) for row in record.row[part]) for part in ("XML2", "XML3"))
        assert int(summary["T_TONGCHI_BV"]) == drugs + services
        assert int(summary["T_THUOC"]) == drugs
        assert summary["NGAY_VAO"] <= summary["NGAY_RA"] < MADE_AT.strftime("%Y%m%d%H%M")
        assert record.row.get("XML7", summary)["NGAY_RA"] == summary["NGAY_RA"]


def test_a_later_version_of_a_visit_still_adds_up(chosen: Plan) -> None:
    row = chosen.record("encounter", 3, 4).row
    total = sum(int(line["THANH_TIEN_BV"]) for line in row["XML2"] + row["XML3"])
    assert int(row["XML1"]["T_TONGCHI_BV"]) == total
    assert row["XML1"] != chosen.record("encounter", 3, 1).row["XML1"]


def test_good_pupils_have_the_age_of_their_grade(records: dict[str, list[Record]]) -> None:
    for record in good(records, "student"):
        grade = int(record.row["Mã lớp"][:-1])
        age = int(record.row["Năm học"][:4]) - int(record.row["Ngày sinh"][-4:])
        assert 5 + grade <= age <= 7 + grade


def test_books_name_the_commune_of_their_time(world: World, records: dict[str, list[Record]]) -> None:
    today = {unit.code for unit in world.communes}
    before = {code for unit in world.communes for code, _ in unit.predecessors}
    for kind in (kind for kind in TYPES if isinstance(kind.store, Table)):
        for record in good(records, kind.flow):
            day = datetime.strptime(record.row["ngay_dang_ky"], "%d/%m/%Y").date()  # noqa: DTZ007
            assert day < world.today
            assert record.row["noi_dang_ky_dvhc"] in (before if day < CHANGE_DAY else today)
            assert record.unit in today


def known(places: Places) -> dict[str, int]:
    with sqlite3.connect(places.seed) as db:
        return dict(db.execute("SELECT id, deceased FROM person"))


def test_every_parent_of_a_good_record_is_known(places: Places, records: dict[str, list[Record]], chosen: Plan) -> None:
    population = known(places)
    born_later = {records["birth"][number].row["nks_so_dinh_danh"] for number in chosen.reborn}
    assert not born_later & set(population)
    for record in good(records, "student"):
        assert record.number not in chosen.children or record.row["Số định danh cá nhân"] in born_later
    for record in [one for kind in TYPES for one in good(records, kind.flow) if one.expect != "waiting"]:
        for where in ("c10", "Số định danh cá nhân", *(name for name in record.row if "so_giay_to" in name)):
            number = record.row.get(where, "")
            assert len(number) != 12 or number in born_later or population[number] == 0
    for record in good(records, "encounter"):
        assert population[record.row["XML1"]["SO_CCCD"]] == 0


def test_what_only_an_endpoint_knows_is_in_the_seed(
    places: Places, world: World, records: dict[str, list[Record]]
) -> None:
    population = known(places)
    with sqlite3.connect(places.seed) as db:
        revoked = {row[0] for row in db.execute("SELECT serial FROM revoked_certificate")}
    assert {r.row["c02"] for r in records["parcel"] if r.error == "certificate_revoked"} == revoked
    gone = [r for r in records["student"] if r.error == "student_person_deceased"]
    assert gone
    assert all(population[record.row["Số định danh cá nhân"]] == 1 for record in gone)
    assert sum(population.values()) == len(gone)


def test_children_of_a_bad_birth_wait(records: dict[str, list[Record]], chosen: Plan) -> None:
    waiting = [record for record in records["student"] if record.expect == "waiting"]
    assert len(waiting) >= 2
    for record in waiting:
        birth = records["birth"][chosen.children[record.number]]
        assert birth.expect == "quarantined"
        assert birth.row["loai_dang_ky"] == "2"
        assert birth.row["nks_so_dinh_danh"] == record.row["Số định danh cá nhân"]


def code_in(record: Record) -> str:
    """The dossier's code as the local system shows it."""
    row = record.row
    return row.get("ma_ho_so") or row.get("Mã hồ sơ") or row.get("XML1", {}).get("MA_HO_SO", "")


def test_records_and_dossiers_point_at_each_other(world: World, records: dict[str, list[Record]]) -> None:
    codes = {
        r.source_id: world.dossier_code(r.number, r.unit, dossier.facts(world, r.number)[1].day)
        for r in records["dossier"]
    }
    settled = {codes[r.source_id] for r in good(records, "dossier") if r.row["TrangThaiHoSo"] in ("9", "10")}
    bad = {codes[r.source_id] for r in records["dossier"] if r.error}
    named: Counter[str] = Counter()
    for kind in (kind for kind in TYPES if kind.dossiers):
        given = [code_in(record) for record in records[kind.flow]]
        assert any(given)
        assert "" in given
        named.update(code for code in given if code)
        if kind.dossiers > 10:
            assert sum(map(bool, given)) / len(given) > 0.5
    assert set(named) <= settled | bad
    assert settled - set(named)


def test_a_keyed_hash_hides_the_holder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIENTHONG_KEY_SECRET", raising=False)
    plain = keyed_hash("040085000001")
    monkeypatch.setenv("LIENTHONG_KEY_SECRET", "another")
    assert len(plain) == 24
    assert keyed_hash("040085000001") != plain


@pytest.mark.parametrize("day", [date(2027, 1, 1), date(2026, 7, 31)])
def test_a_province_can_be_made_on_any_day(day: date) -> None:
    world = World(Settings(1, 60, "40", 3, datetime(day.year, day.month, day.day, 3, tzinfo=UTC)))
    chosen = Plan(world)
    for flow, count in world.counts.items():
        for number in range(count):
            chosen.record(flow, number)
