"""Results from a school's sheets: the ministry's workbook of 35 columns for primary classes, a CSV list of marks for secondary ones.

School, school year and period stand in the file's name. One row is cut into an item for each thing assessed; an empty cell is none.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from connectors.mapping.columnar import Batch, ColumnarMapping, Items, Notes
from connectors.mapping.decode import IDS, decode
from connectors.mapping.fields import by_kind
from connectors.mapping.layout import Csv, Export, Workbook
from connectors.mapping.readings import coded, labelled
from schemas.code_lists import read
from schemas.yearly_result import CONTRACT, GRADES, Assessment

SHEETS = read("yearly_result")
BEHIND = ("Mã trường", "Năm học", "Kỳ")
PLACE: dict[str, Any] = {"source_id": (*BEHIND, ("Mã học sinh", "Mã lớp", "STT")), "from_name": BEHIND, "aside": ()}
PRIMARY = Workbook(SHEETS["sheet"], SHEETS["header"], SHEETS["names"], **PLACE)
LAYOUT = Export("yearly_result", {".xlsx": PRIMARY, ".csv": Csv(SHEETS["list"], **PLACE)})
#: What can be assessed: group, name, column of the level, column of the score.
ASSESSED = [
    *(
        (group, name, name, f"{name} – điểm")
        for group in ("subject", "competence", "quality")
        for name in SHEETS[group]
    ),
    *(("subject", name, f"{name} – mức", f"{name} – ĐTB") for name in SHEETS["secondary"]),
]
CELLS = {column for _, _, *columns in ASSESSED for column in columns} & {*SHEETS["names"], *SHEETS["list"]}
COLUMNS = {name: title for name, title in CONTRACT.titles.items() if name != "assessments"}
OWN = {name: coded(COLUMNS[name], {"x": "1", "X": "1"}) for name in ("completed", "promoted", "signed")}
OWN |= {name: labelled(COLUMNS[name], GRADES[name]) for name in ("overall", "conduct")}
READINGS = by_kind(CONTRACT.model, COLUMNS, OWN)
ITEMS = {"assessments": Items("assessments", by_kind(Assessment, {name: name for name in Assessment.model_fields}, {}))}


class ResultMapping(ColumnarMapping):
    """Cuts a row into its items before reading them."""

    def decode(self, frame: pl.DataFrame, notes: Notes) -> Batch:
        """The row's own columns, and one item as JSON for each thing with a level or a score, in the order of the sheet."""
        columns, broken = decode(frame, {reading.raw for reading in self.readings.values()} | CELLS)
        notes.violate(broken, "raw")
        items = pl.concat(_cut(columns, *assessed) for assessed in ASSESSED)
        return Batch(columns, {"assessments": items.sort("version_id", maintain_order=True)})


def _cut(columns: pl.DataFrame, group: str, name: str, level: str, score: str) -> pl.DataFrame:
    cells = [
        (pl.col(column).replace("", None) if column in CELLS else pl.lit(None, pl.String)) for column in (level, score)
    ]
    made = columns.select(*IDS, group=pl.lit(group), name=pl.lit(name), level=cells[0], score=cells[1])
    given = made.filter(pl.any_horizontal(pl.col("level", "score").is_not_null()))
    return given.select(*IDS, raw=pl.struct("group", "name", "level", "score").struct.json_encode())


MAPPING = ResultMapping
