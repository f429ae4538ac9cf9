"""What the database knows of people stays out of errors and logs: rows at level DEBUG, and the values PostgreSQL quotes in its DETAIL."""

from __future__ import annotations

import logging
from typing import Any

import sqlalchemy as sa

_NAME = "lienthong"


def discreet_engine(address: sa.URL, **options: Any) -> sa.Engine:
    """`sqlalchemy.create_engine` without values in what it logs and raises.

    Its logger is its own, so that a level somebody sets for all engines does not reach it.
    """
    engine = sa.create_engine(address, hide_parameters=True, logging_name=_NAME, **options)
    logging.getLogger(f"sqlalchemy.engine.Engine.{_NAME}").setLevel(logging.WARNING)
    sa.event.listen(engine, "handle_error", _first_line_only)
    return engine


def _first_line_only(context: sa.engine.ExceptionContext) -> None:
    """What is wrong stands in the first line; `DETAIL: Key (name)=(…)` and `Failing row contains (…)` in those behind it."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args and isinstance(error.args[0], str):
            error.args = (error.args[0].split("\n")[0], *error.args[1:])
    if isinstance(context.sqlalchemy_exception, sa.exc.StatementError):
        context.sqlalchemy_exception.params = None
