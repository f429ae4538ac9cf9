"""Tables of figures beside the journey of records: how far units are, what was declared when, indices, leads, and who was told.

Everything here can be worked out again from the journey and the configuration, except who changed a declaration, what other
systems reported, and who was told. No value of a person stands in any of them.
"""

from __future__ import annotations

import sqlalchemy as sa

from relay.store.tables import BIG, UtcDateTime, metadata

#: One day's figures of one unit in one campaign. `unit` "" is the whole campaign; `view` now or then: which units records count under.
standing = sa.Table(
    "standing",
    metadata,
    sa.Column("campaign", sa.String, primary_key=True),
    sa.Column("view", sa.String, primary_key=True),
    sa.Column("unit", sa.String, primary_key=True),
    sa.Column("day", sa.String, primary_key=True),
    sa.Column("target", sa.Integer, nullable=False),
    sa.Column("digitised", sa.Integer, nullable=False),
    sa.Column("validated", sa.Integer, nullable=False),
    sa.Column("accepted", sa.Integer, nullable=False),
    sa.Column("linked", sa.Integer, nullable=False),
    sa.Column("state", sa.String),
    sa.Column("p50", sa.String),
    sa.Column("p90", sa.String),
    sa.Column("held", sa.Float),
    sa.Column("needed", sa.Float),
    sa.Index("ix_standing_day", "campaign", "view", "day"),
)

#: What campaigns.yaml declared of one campaign, as text; a change of it is a new number with who and why.
campaign_version = sa.Table(
    "campaign_version",
    metadata,
    sa.Column("campaign", sa.String, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("declared", sa.Text, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

#: One metric of one unit over one period (2026-11, 2026-Q4, 2026); `unit` "" is the province. No row: its source is not connected.
index_figure = sa.Table(
    "index_figure",
    metadata,
    sa.Column("period", sa.String, primary_key=True),
    sa.Column("unit", sa.String, primary_key=True),
    sa.Column("metric", sa.String, primary_key=True),
    sa.Column("numerator", sa.Float, nullable=False),
    sa.Column("denominator", sa.Float, nullable=False),
)

#: The same as the nation reports it; metric "total" bears the score and the rank among `of`.
national_figure = sa.Table(
    "national_figure",
    metadata,
    sa.Column("period", sa.String, primary_key=True),
    sa.Column("unit", sa.String, primary_key=True),
    sa.Column("metric", sa.String, primary_key=True),
    sa.Column("numerator", sa.Float),
    sa.Column("denominator", sa.Float),
    sa.Column("points", sa.Float),
    sa.Column("rank", sa.Integer),
    sa.Column("of", sa.Integer),
    sa.Column("as_of", sa.String, nullable=False),
    sa.Column("fetched_at", UtcDateTime, nullable=False),
)

#: Dossiers that are not settled, as of the last look: `officer` is a code, never a name.
open_dossier = sa.Table(
    "open_dossier",
    metadata,
    sa.Column("record_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("natural_key", sa.String, nullable=False),
    sa.Column("unit", sa.String),
    sa.Column("officer", sa.String),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("received_on", sa.String, nullable=False),
    sa.Column("due_on", sa.String),
    sa.Index("ix_open_dossier_unit", "unit", "due_on"),
)

#: A report a unit owes the provincial report system.
report_duty = sa.Table(
    "report_duty",
    metadata,
    sa.Column("report", sa.String, primary_key=True),
    sa.Column("unit", sa.String, primary_key=True),
    sa.Column("period", sa.String, primary_key=True),
    sa.Column("due_on", sa.String, nullable=False),
    sa.Column("submitted_at", UtcDateTime),
    sa.Column("late", sa.Boolean, nullable=False),
    sa.Column("fetched_at", UtcDateTime, nullable=False),
)

#: Somebody a synchronised record says is due a service, by a rule; closed once the record that service leaves is there.
lead = sa.Table(
    "lead",
    metadata,
    sa.Column("rule", sa.String, primary_key=True),
    sa.Column("record_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("unit", sa.String),
    sa.Column("due_on", sa.String, nullable=False),
    sa.Column("found_on", sa.String, nullable=False),
    sa.Column("closed_on", sa.String),
    sa.Index("ix_lead_unit", "unit", "due_on"),
    sa.Index("ix_lead_open", "closed_on", "due_on", "rule", "record_id"),
)

#: The state a subject (a campaign, a unit in one, a source, a night) was in when people were last told, channel by channel.
alert = sa.Table(
    "alert",
    metadata,
    sa.Column("channel", sa.String, primary_key=True),
    sa.Column("subject", sa.String, primary_key=True),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.Column("told_at", UtcDateTime),
)

#: The conservation law as it stood at the end of a day: place "pulled", or a status, and how many records.
balance = sa.Table(
    "balance",
    metadata,
    sa.Column("day", sa.String, primary_key=True),
    sa.Column("place", sa.String, primary_key=True),
    sa.Column("records", BIG, nullable=False),
)
