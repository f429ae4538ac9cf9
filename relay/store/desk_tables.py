"""Tables of the correction desk and of quality: what people decided about records, who looked, and what a night's checks came to.

Values of persons stand in `correction.fields` only.
"""

from __future__ import annotations

import sqlalchemy as sa

from relay.store.tables import BIG, UtcDateTime, metadata

#: What one person proposes for one or many records and a second one approves or rejects. `state`: open, approved, rejected, withdrawn.
decision = sa.Table(
    "decision",
    metadata,
    sa.Column("decision_id", BIG, primary_key=True, autoincrement=True),
    sa.Column("flow", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("made_by", sa.String, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("decided_by", sa.String),
    sa.Column("decided_at", UtcDateTime),
    sa.Column("answer", sa.Text),
    sa.Index("ix_decision_state", "state", "flow"),
)

#: One record of a decision: the version it is about, what is set (JSON of contract fields), which rules are let pass, and what came of it:
#: `next_version_id`, the version that carries it, or `outcome` overtaken: the source was quicker.
correction = sa.Table(
    "correction",
    metadata,
    sa.Column("decision_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("version_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("record_id", BIG, nullable=False, index=True),
    sa.Column("fields", sa.Text),
    sa.Column("rules", sa.Text),
    sa.Column("next_version_id", BIG, index=True),
    sa.Column("outcome", sa.String),
    sa.Index("ix_correction_version", "version_id"),
)

#: The access log: somebody saw values of a record, on which page, for what.
viewing = sa.Table(
    "viewing",
    metadata,
    sa.Column("viewing_id", BIG, primary_key=True, autoincrement=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("who", sa.String, nullable=False),
    sa.Column("page", sa.String, nullable=False),
    sa.Column("flow", sa.String, nullable=False),
    sa.Column("record_id", BIG, nullable=False, index=True),
)

#: Two records of a flow that may be one person or parcel. `reasons`: names of compared fields, `=` alike, `~` nearly, `!` different.
#: `fingerprint`: keyed hash of what was compared of both. `verdict`: same or different, once somebody decided; `given_up`: the record that
#: is to be withdrawn then.
duplicate = sa.Table(
    "duplicate",
    metadata,
    sa.Column("flow", sa.String, primary_key=True),
    sa.Column("record_a", BIG, primary_key=True, autoincrement=False),
    sa.Column("record_b", BIG, primary_key=True, autoincrement=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("reasons", sa.String, nullable=False),
    sa.Column("fingerprint", sa.String, nullable=False),
    sa.Column("found_at", UtcDateTime, nullable=False),
    sa.Column("verdict", sa.String),
    sa.Column("given_up", BIG),
    sa.Column("decided_by", sa.String),
    sa.Column("decided_at", UtcDateTime),
    sa.Column("reason", sa.Text),
    sa.Index("ix_duplicate_record_b", "record_b"),
    sa.Index("ix_duplicate_record_a", "record_a"),
)

#: Under what a record is looked for by those that may be its like: keyed hashes, one row per block. Block "" is what was looked at: the
#: version, and the keyed hash of all that is compared of it.
duplicate_key = sa.Table(
    "duplicate_key",
    metadata,
    sa.Column("record_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("block", sa.String, primary_key=True),
    sa.Column("flow", sa.String, nullable=False),
    sa.Column("version_id", BIG, nullable=False),
    sa.Column("key", sa.String, nullable=False),
    sa.Index("ix_duplicate_key_key", "key"),
)

#: What the checks of one day came to, per flow, source and unit; rule "" is all rules together (records judged, records held).
quality_figure = sa.Table(
    "quality_figure",
    metadata,
    sa.Column("day", sa.String, primary_key=True),
    sa.Column("flow", sa.String, primary_key=True),
    sa.Column("source", sa.String, primary_key=True),
    sa.Column("unit", sa.String, primary_key=True),
    sa.Column("rule", sa.String, primary_key=True),
    sa.Column("evaluated", sa.Integer, nullable=False),
    sa.Column("failed", sa.Integer, nullable=False),
)

#: The provincial team's word on one day's quality report.
quality_review = sa.Table(
    "quality_review",
    metadata,
    sa.Column("day", sa.String, primary_key=True),
    sa.Column("reviewer", sa.String, nullable=False),
    sa.Column("reviewed_at", UtcDateTime, nullable=False),
    sa.Column("decision", sa.String, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
)

#: What a dry run foretold of a flow (JSON of counts), and what then came.
prediction = sa.Table(
    "prediction",
    metadata,
    sa.Column("prediction_id", BIG, primary_key=True, autoincrement=True),
    sa.Column("flow", sa.String, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("foretold", sa.Text, nullable=False),
    sa.Column("came", sa.Text),
    sa.Column("came_at", UtcDateTime),
)

#: Why a batch was stopped by an expectation about whole batches, and who let it pass after all.
batch_stop = sa.Table(
    "batch_stop",
    metadata,
    sa.Column("batch_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("flow", sa.String, nullable=False, index=True),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("reasons_vi", sa.Text, nullable=False),
    sa.Column("reasons_en", sa.Text, nullable=False),
    sa.Column("stopped_at", UtcDateTime, nullable=False),
    sa.Column("passed_by", sa.String),
    sa.Column("passed_at", UtcDateTime),
    sa.Column("reason", sa.Text),
)

#: Counts of one batch (tracking.quality.batches): its records, keys of the raw records, codes of a field ("" missing), the newest day.
batch_profile = sa.Table(
    "batch_profile",
    metadata,
    sa.Column("batch_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("field", sa.String, primary_key=True),
    sa.Column("code", sa.String, primary_key=True),
    sa.Column("records", sa.Integer, nullable=False),
)
