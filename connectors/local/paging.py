"""Pages of a source: at most PAGE_ROWS rows, no record twice in one page, and watermarks no broken clock can spoil."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone

import polars as pl

from relay.errors import FatalError
from relay.model import PAGE, Page
from schemas.identifiers import key_secret
from schemas.keys import hidden_column

PAGE_ROWS = 10_000
#: A row stamped before a neighbour may become visible after it: rows this close to the last one seen are read again.
OVERLAP = timedelta(seconds=120)
#: The safety lag: a watermark stays this far behind the moment its pull began.
LAG = timedelta(seconds=5)
TOMBSTONE = "{}"
#: Begins the id of what is no record but a file, or a line of one: "file:NAME#LINE".
FILE = "file:"
FIRST_YEAR, LAST_YEAR = 1970, 9998
_HANOI = timezone(timedelta(hours=7))

Clock = Callable[[], datetime]


def now() -> datetime:
    """The real moment, in UTC."""
    return datetime.now(UTC)


def known_moment(text: object) -> datetime | None:
    """An ISO moment of the years 1970 to 9998; without a zone it is UTC. None for anything else."""
    try:
        parsed = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    # Outside these years it is a placeholder, and a change of zone or the overlap would leave the calendar.
    return _in_utc(parsed) if FIRST_YEAR <= parsed.year <= LAST_YEAR else None


def _in_utc(parsed: datetime) -> datetime:
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def moment(text: str) -> datetime:
    """An ISO moment; without a zone it is UTC. Raises FatalError when it is none."""
    if (parsed := known_moment(text)) is None:
        raise FatalError(
            "The moment to read from is not a day since 1970 of the form 2026-11-22.",
            "Mốc thời gian cần đọc không phải là ngày từ năm 1970 theo dạng 2026-11-22.",
        )
    return parsed


def stamp(at: datetime) -> str:
    """The moment as local systems write it: 2026-11-21T18:00:00.000000Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def day_start(since: str) -> datetime:
    """The first moment of a day in Việt Nam, or the moment itself when a time is given."""
    return moment(since) if "T" in since else moment(f"{since}T00:00:00").replace(tzinfo=_HANOI)


def start(watermark: str | None, since: str | None) -> str | None:
    """Where to read from, inclusive: `since` wins over the watermark less the overlap; None is the beginning."""
    if since is not None:
        return stamp(day_start(since))
    return stamp(moment(watermark) - OVERLAP) if watermark else None


class Bound:
    """How far one pull moves the watermark and where it ends, both fixed the moment it begins.

    A row may be committed after later stamped ones were read. So the watermark goes no further than the beginning less the
    lag, however long the reading takes: together with the overlap the next pull sees every row whose transaction was shorter
    than both. Rows beyond the bound that a page brought are taken all the same, because holding them back would only make
    them later; they are read again next time and dropped by their hash.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._begun = clock()
        self.latest = self._begun - LAG

    def reached(self, before: str, newest_first: Iterable[object]) -> str:
        """The watermark after rows stamped so: the newest stamp that is a moment, or `before` when none is.

        A row without a moment moves nothing, and one stamped in the future must not hide the rows to come.
        """
        found = next(filter(None, map(known_moment, newest_first)), None)
        return stamp(min(found, self.latest)) if found else before

    def passed(self, last: object) -> bool:
        """Whether a page that ends with this stamp is the last one, so that a listing that grows while it is read ends.

        A stamp of the future is no growth but a clock astray: those rows are read to the end, or nobody would ever see them.
        """
        now, found = self._clock(), known_moment(last)
        return found is not None and self._begun < found <= now


def page_frame(source_ids: list[str], deleted: list[bool], raws: list[str]) -> pl.DataFrame:
    """A page's frame from its columns."""
    return pl.DataFrame({"source_id": source_ids, "deleted": deleted, "raw": raws}, schema=PAGE)


class Pager:
    """Gathers pieces, in order of arrival, into pages.

    A record that comes again starts a new page, so that inside a page there is no question which state is newer.
    `watermark` is where reading began; a page that ends inside a piece carries the watermark of the piece before.
    """

    def __init__(self, watermark: str | None, rows: int = PAGE_ROWS) -> None:
        self._watermark: object = watermark or ""
        self._rows = rows
        self._held: list[pl.DataFrame] = []
        self._ids: set[str] = set()

    def add(self, frame: pl.DataFrame, watermark: object) -> Iterator[Page]:
        """Take the next piece, complete up to `watermark` (its str(), made per page); gives the pages that are full."""
        frame = frame.with_columns(source_id=_told_apart(pl.col("source_id")))
        for part in _once_each(frame):
            for piece in part.iter_slices(self._rows):
                ids = set(piece["source_id"])
                if len(self._ids) + len(ids) > self._rows or not self._ids.isdisjoint(ids):
                    yield from self.flush()
                self._held.append(piece)
                self._ids |= ids
        self._watermark = watermark

    def flush(self) -> Iterator[Page]:
        """The page held so far, if any."""
        if self._ids:
            yield Page(pl.concat(self._held), str(self._watermark))
        self._held, self._ids = [], set()


def _told_apart(source_ids: pl.Expr) -> pl.Expr:
    """Ids stand on lists and in logs: one with a person in it, as of a shifted column, is hidden; ids of files are places."""
    place = source_ids.str.starts_with(FILE)
    return pl.when(place).then(source_ids).otherwise(hidden_column(source_ids, key_secret()))


def _once_each(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """The frame itself, or its first, second, … mention of each record as separate frames."""
    if frame["source_id"].n_unique() == frame.height:
        return [frame]
    nth = frame.with_columns(nth=pl.int_range(pl.len()).over("source_id"))
    return [part.drop("nth") for part in nth.partition_by("nth", maintain_order=True)]
