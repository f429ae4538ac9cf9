"""Text as people typed it, made regular: ends trimmed, empty made absent, and the few odd cells mended one by one.

What mending means is `schemas.names.mend`; here it is only decided, a column at a time, which cells need it. That keeps the cost of
a night at the cells that are odd, not the cells there are.
"""

from __future__ import annotations

import polars as pl

from schemas.names import ETH, mend

#: A cell worth a second look: signs outside Vietnamese text in composed form, controls, soft hyphen, Eth, space other than one blank
#: between words.
_ODD = r"[^\x20-\x7e\u{a1}-\u{24f}\u{1ea0}-\u{1eff}\u{2010}-\u{2027}]|[\u{ad}\u{d0}\u{f0}\u{189}]|  |^ | $"

RESPELT = "respelt"
ETH_MENDED = "eth_mended"


def clean(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[tuple[str, str, pl.Series]]]:
    """The frame with all text columns but source_id made regular, and what was mended: (column, word, version_ids)."""
    names = [name for name, kind in frame.schema.items() if kind == pl.String and name != "source_id"]
    made = frame.with_columns(pl.col(names).replace("", None))
    odd = made.select(pl.col(names).str.contains(_ODD).fill_null(value=False))
    mended: list[tuple[str, str, pl.Series]] = []
    for name in names:
        if odd[name].any():
            made = made.with_columns(_mended(made, name, odd[name].arg_true(), mended))
    return made, mended


def _mended(frame: pl.DataFrame, name: str, rows: pl.Series, noted: list[tuple[str, str, pl.Series]]) -> pl.Series:
    before = frame[name][rows].to_list()
    after = [mend(text) or None for text in before]
    words = [_word(old, new) for old, new in zip(before, after, strict=True)]
    ids = frame["version_id"][rows]
    for word in (RESPELT, ETH_MENDED):
        picked = ids.filter(pl.Series([found == word for found in words], dtype=pl.Boolean))
        if len(picked):
            noted.append((name, word, picked))
    return frame[name].clone().scatter(rows, after)


def _word(before: str, after: str | None) -> str | None:
    if after is None or before.strip() == after:
        return None
    return ETH_MENDED if any(sign in before for sign in ETH) else RESPELT
