"""Parents made for a whole column are those the contract makes for one record."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.mapping.columnar import ColumnarMapping
from schemas import keys, kinds
from schemas.contract import Contract, Parent, Record, contracts, wire
from schemas.keys import Fixed, Hashed, Value, YearOf

SECRET = "test"


class Child(Record):
    """A record that leans on others in every way there is."""

    first: kinds.Text | None = wire("a", "A", "d")
    second: kinds.Text | None = wire("b", "B", "d")
    third: kinds.Text | None = wire("c", "C", "d")


LEANING = Contract(
    name="leaning",
    domain="school",
    title="Con",
    title_en="Child",
    model=Child,
    key=(Value("first"),),
    unit="first",
    parents=(
        Parent("person", (Value("first"),)),
        Parent("person", (Value("second"),)),
        Parent("pupil", (Value("first"), Value("second"), Value("third"))),
        Parent("year", (Fixed("x"), YearOf("third"))),
        Parent("book", (Hashed(("second", "first")),)),
    ),
)
TEXTS = (
    st.none()
    | st.sampled_from(
        [
            "040090123456",
            "04009012345",
            "0400901234567",
            "181234567",
            "٠٤٠٠٩٠١٢٣٤٥٦",
            "04009012345x",
            "040090123456\n",
            "2026-2027",
            "{}",
            "a|b",
        ]
    )
    | st.text(st.characters(codec="utf-8"), min_size=1, max_size=14)
)


def read_by(part: keys.Part) -> tuple[str, ...]:
    match part:
        case Fixed():
            return ()
        case Hashed(fields):
            return fields
        case Value(field) | YearOf(field):
            return (field,)


@pytest.mark.parametrize("contract", [LEANING, *contracts().values()], ids=lambda contract: contract.name)
def test_a_column_of_parents_is_what_each_record_names(contract: Contract) -> None:
    fields = [field for parent in contract.parents for part in parent.key for field in read_by(part)]
    record = st.fixed_dictionaries(dict.fromkeys(fields or contract.fields[:1], TEXTS))

    @settings(max_examples=30, deadline=None)
    @given(st.lists(record, min_size=1, max_size=20))
    def agree(records: list[dict[str, str | None]]) -> None:
        frame = pl.DataFrame(records, schema=dict.fromkeys(records[0], pl.String))
        made = frame.with_columns(parents=ColumnarMapping(contract, SECRET, {})._parents())["parents"]
        assert made.to_list() == [contract.parent_ids(content, SECRET) for content in records]

    agree()
