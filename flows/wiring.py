"""The composition root: the only place where sources, mappings, suites and endpoints meet.

Everything heavy is imported when it is first asked for, so that a DAG file or `lienthong --help` pays for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.catalogue import installed
from flows.parents import known_by
from flows.secrets import Connections, from_environment
from flows.settings import Installation, load_file, settings
from relay.audit.keys import signer
from relay.delivery.limits import Limits
from relay.errors import FatalError
from relay.store import Store

if TYPE_CHECKING:
    from connectors.credentials import Connection
    from connectors.national.population import Population
    from flows.scanned.work import Work
    from relay.model import Endpoint, Judge, RecordMapping, Source, WriteBack
    from relay.scans import Digitiser

#: kind in the configuration → module and class of its connector
CONNECTORS = {
    "onestop": ("connectors.local.onestop", "OneStop"),
    "civil_db": ("connectors.local.civil_db", "CivilDb"),
    "drop": ("connectors.local.drop", "Drop"),
    "civil_status": ("connectors.national.civil_status", "CivilStatus"),
    "land": ("connectors.national.land", "Land"),
    "school": ("connectors.national.school", "School"),
    "health": ("connectors.national.health", "Health"),
    "portal": ("connectors.national.portal", "Portal"),
}


class Wiring:
    """One installation, put together. Sessions are kept for the life of the object."""

    def __init__(self, connections: Connections = from_environment) -> None:
        self.settings = settings()
        self._connections = connections
        self._endpoints: dict[str, Endpoint] = {}

    @cached_property
    def installation(self) -> Installation:
        """The checked configuration. Raises FatalError."""
        return installed()

    def connection(self, name: str) -> Connection:
        """Where a system is and who we are there. Raises FatalError when nobody said."""
        return self._connections(name)

    @cached_property
    def store(self) -> Store:
        """The store, brought to the newest tables."""
        store = Store(self.settings.database_url, signer(self.settings.keys))
        store.migrate()
        return store

    def source(self, name: str) -> Source:
        """A local system by its configured name."""
        config = self.installation.sources[name]
        made: Source = _class(config.kind)(self._connections(config.connection or name))
        return made

    def mapping(self, flow: str) -> RecordMapping:
        """The mapping of a flow's raw records to its contract."""
        from connectors.mapping import mapping_for

        return mapping_for(flow, self.settings.key_secret)

    def digitiser(self, flow: str, source: str) -> Digitiser | None:
        """The digitiser of the scans a source's records of a flow name; None where the source has none. Raises FatalError."""
        from connectors.mapping.attachments import attached
        from flows.scanned.reader import Scans

        scans = self.installation.sources[source].scans
        if not scans:
            return None
        folder = Path(self._connections(scans).url)
        if not folder.is_dir():
            raise FatalError(
                f"The folder of scans of {source!r} is not there; correct the connection {scans!r}.",
                f"Không có thư mục ảnh quét của {source!r}; sửa kết nối {scans!r}.",
                source=source,
            )
        return Scans(flow, folder, attached, self._work())

    def _work(self) -> Work:
        """How scans are worked on here: config/scans.yaml."""
        from digitise.requirements import ScanRules
        from digitise.signatures import roots as trusted
        from flows.scanned.work import Work
        from tracking.digitisation.thresholds import in_force

        rules = load_file(self.settings.config / "scans.yaml", ScanRules)
        roots = self.settings.config / rules.roots if rules.roots else None
        trusted(roots)  # a certificate that is none is told here, once, not for every scan
        archive = self.settings.home / "archive" if rules.archive else None
        learnt = {(one.form, one.field): one.least for one in in_force(self.store)}
        return Work(rules, archive, roots, learnt)

    def judge(self, flow: str, today: date) -> Judge:
        """Shape (schemas) and plausibility (expectations) of a flow's contract, and its scans, as one verdict."""
        from expectations import Known, judge_for
        from flows.judging import together
        from flows.neighbours import strangers_to, told_before
        from flows.scanned.judging import beside_scans
        from schemas.contract import contract
        from schemas.shape import violations

        shape = contract(flow)
        ask = strangers_to(lambda: self.population.known)
        known = Known(told_before(self.store), self.settings.key_secret, ask)
        return beside_scans(
            together(lambda frame: violations(shape, frame), judge_for(flow, today, known=known)), self.store
        )

    def endpoint(self, flow: str) -> Endpoint:
        """The national endpoint of a flow."""
        from schemas.contract import contract

        name = self.installation.endpoint_of(flow)
        if flow not in self._endpoints:
            config = self.installation.endpoints[name]
            connection = self._connections(config.connection or name)
            self._endpoints[flow] = _class(config.kind)(connection, wire=contract(flow).wire)
        return self._endpoints[flow]

    def batch_size(self, endpoint: str) -> int:
        """How many records one request to an endpoint carries."""
        return int(_class(self.installation.endpoints[endpoint].kind).batch_size)

    def limits(self, flow: str) -> Limits:
        """What the endpoint of a flow bears."""
        return self.installation.endpoints[self.installation.endpoint_of(flow)].limits.as_limits()

    @cached_property
    def population(self) -> Population:
        """The registry that knows persons, and what a citizen sees."""
        from connectors.national.population import Population

        return Population(self._connections(self.installation.population))

    def known(self) -> Callable[[Sequence[str]], set[str]]:
        """Which parents the nation knows: persons, and records of other flows."""
        return known_by(self.population.known, self.endpoint)

    def visible(self) -> Callable[[str, Sequence[str]], set[str]]:
        """Which accepted records a citizen can see."""
        return self.population.visible

    def write_back(self) -> WriteBack:
        """The way back to the local systems."""
        from connectors.local.write_back import OneStopWriteBack

        name = self.installation.write_back
        return OneStopWriteBack(self._connections(self.installation.sources[name].connection or name))


def _class(kind: str) -> Any:
    module, name = CONNECTORS[kind]
    return getattr(import_module(module), name)
