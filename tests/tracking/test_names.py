"""Names of units: the national table for communes, configuration for the others, the code where nobody knows better."""

from __future__ import annotations

from pathlib import Path

import pytest

from relay.errors import FatalError
from tracking.names import load_names

CONFIG = Path(__file__).parents[2] / "config"


@pytest.mark.parametrize(
    ("domain", "unit", "name"),
    [
        ("land", "00004", "Phường Ba Đình"),
        ("civil_status", "00001", "Phường Phúc Xá"),
        ("land", "99999", "99999"),
        ("school", "00004S02", "Trường số 02, Phường Ba Đình"),
        ("school", "THPT-1", "Trường THPT-1"),
        ("health", "00004", "Cơ sở khám chữa bệnh 00004"),
        ("dossier", "H41.10", "Cơ quan H41.10"),
        ("dossier", "elsewhere", "elsewhere"),
        ("dossier", "unknown", "Chưa rõ đơn vị"),
    ],
)
def test_names(domain: str, unit: str, name: str) -> None:
    assert load_names(CONFIG / "units.yaml")(domain, unit) == name


def test_a_listed_name_wins_and_keeps_the_zeros_of_its_code(tmp_path: Path) -> None:
    path = tmp_path / "units.yaml"
    path.write_text("health:\n  names:\n    01004: Bệnh viện A\n  patterns:\n    - {match: '.+', name: 'Nơi {code}'}\n")
    names = load_names(path)
    assert (names("health", "01004"), names("health", "x")) == ("Bệnh viện A", "Nơi x")


@pytest.mark.parametrize("text", ["health: {patterns: [{match: '(', name: x}]}", "tax: {}", "health: 3"])
def test_a_malformed_file_gives_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "units.yaml"
    path.write_text(text)
    with pytest.raises(FatalError, match=r"units\.yaml is not allowed"):
        load_names(path)
