"""Every knob of one installation in one place: environment, and the YAML files of the configuration folder, checked on load.

A mistake becomes one sentence that names the file and what is allowed, before anything is pulled.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from flows.days import LOCAL_TIME
from relay.delivery.limits import Limits, window
from relay.errors import FatalError
from schemas.identifiers import LOCAL_SECRET

SOURCE_KINDS = ("onestop", "civil_db", "drop")
ENDPOINT_KINDS = ("civil_status", "land", "school", "health", "portal")

#: The safe loader; libyaml's is ten times as fast where PyYAML was built with it.
SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Settings:
    """What the environment says. `home` holds everything the product writes locally."""

    home: Path
    config: Path
    database_url: str
    key_secret: str
    actor: str

    @property
    def keys(self) -> Path:
        """The folder of the keys the audit log is signed with."""
        return self.home / "keys"

    @property
    def kept_heads(self) -> Path:
        """Copies of the audit log's heads, kept outside the store."""
        return self.home / "audit-heads.jsonl"


def settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the environment (LIENTHONG_HOME, LIENTHONG_CONFIG, LIENTHONG_DATABASE_URL, LIENTHONG_KEY_SECRET, LIENTHONG_ACTOR)."""
    env = os.environ if environ is None else environ
    home = Path(env.get("LIENTHONG_HOME") or ".lienthong").absolute()
    config = Path(env.get("LIENTHONG_CONFIG") or Path(__file__).parent.parent / "config")
    return Settings(
        home=home,
        config=config,
        database_url=env.get("LIENTHONG_DATABASE_URL") or f"sqlite:///{home}/lienthong.db",
        key_secret=env.get("LIENTHONG_KEY_SECRET") or LOCAL_SECRET,
        actor=env.get("LIENTHONG_ACTOR") or getpass.getuser(),
    )


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceConfig(_Closed):
    """One local system: the connector that reads it, the flows it is read for, and the connection that holds its secrets."""

    kind: str
    serves: tuple[str, ...]
    connection: str | None = None
    scans: str | None = None


class LimitsConfig(_Closed):
    """What an endpoint bears; a line left out is no limit."""

    requests_per_minute: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    records_per_day: Annotated[int, Field(ge=0)] | None = None
    closed: tuple[str, ...] = ()
    backlog: Annotated[int, Field(gt=0)] | None = None
    failures: Annotated[int, Field(gt=0)] = 5
    pause_seconds: Annotated[float, Field(ge=0, le=7 * 24 * 3600, allow_inf_nan=False)] = 300

    @field_validator("closed")
    @classmethod
    def _windows(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for text in given:
            window(text)
        return given

    def as_limits(self) -> Limits:
        """As the engine wants them; days and hours are those of Việt Nam."""
        return Limits(
            self.requests_per_minute,
            self.records_per_day,
            tuple(map(window, self.closed)),
            self.backlog,
            self.failures,
            timedelta(seconds=self.pause_seconds),
            LOCAL_TIME,
        )


class EndpointConfig(_Closed):
    """One national endpoint."""

    kind: str
    serves: tuple[str, ...]
    connection: str | None = None
    limits: LimitsConfig = LimitsConfig()


class _SourcesFile(_Closed):
    sources: dict[str, SourceConfig]
    write_back: str


class _EndpointsFile(_Closed):
    endpoints: dict[str, EndpointConfig]
    population: str


@dataclass(frozen=True)
class Installation:
    """The sources and endpoints of this province, by name."""

    sources: Mapping[str, SourceConfig]
    endpoints: Mapping[str, EndpointConfig]
    write_back: str
    population: str

    def sources_of(self, flow: str) -> tuple[str, ...]:
        """Names of the sources a flow is read from."""
        return tuple(name for name, source in self.sources.items() if flow in source.serves)

    def endpoint_of(self, flow: str) -> str:
        """Name of the endpoint a flow is pushed to."""
        return next(name for name, endpoint in self.endpoints.items() if flow in endpoint.serves)


@cache
def installation(config: Path, flows: tuple[tuple[str, str], ...]) -> Installation:
    """Load and check sources.yaml and endpoints.yaml; `flows`: (name, domain) of each.

    `serves` may name a flow or a whole domain; the result names flows only. Raises FatalError with one sentence on the first mistake.
    """
    sources = load_file(config / "sources.yaml", _SourcesFile)
    endpoints = load_file(config / "endpoints.yaml", _EndpointsFile)
    served_sources = {
        name: source.model_copy(update={"serves": _flows_of(config / "sources.yaml", f"sources.{name}", source, flows)})
        for name, source in sources.sources.items()
    }
    served_endpoints = {
        name: endpoint.model_copy(
            update={"serves": _flows_of(config / "endpoints.yaml", f"endpoints.{name}", endpoint, flows)}
        )
        for name, endpoint in endpoints.endpoints.items()
    }
    made = Installation(served_sources, served_endpoints, sources.write_back, endpoints.population)
    for flow, _ in flows:
        _check_served(config, flow, made)
    if sources.write_back not in sources.sources:
        raise wrong(config / "sources.yaml", "write_back", f"there is no source {sources.write_back!r}")
    return made


def _check_served(config: Path, flow: str, made: Installation) -> None:
    takers = [name for name, endpoint in made.endpoints.items() if flow in endpoint.serves]
    if len(takers) != 1:
        raise wrong(
            config / "endpoints.yaml", "endpoints", f"flow {flow!r} needs exactly one endpoint, it has {len(takers)}"
        )
    if not made.sources_of(flow):
        raise wrong(config / "sources.yaml", "sources", f"no source serves flow {flow!r}")


def _flows_of(
    path: Path, where: str, given: SourceConfig | EndpointConfig, flows: tuple[tuple[str, str], ...]
) -> tuple[str, ...]:
    kinds = SOURCE_KINDS if isinstance(given, SourceConfig) else ENDPOINT_KINDS
    if given.kind not in kinds:
        raise wrong(path, where, f"kind {given.kind!r} is not one of {', '.join(kinds)}")
    known = sorted({word for pair in flows for word in pair})
    for word in given.serves:
        if word not in known:
            raise wrong(path, where, f"{word!r} is no flow and no domain; there are {', '.join(known)}")
    return tuple(name for name, domain in flows if name in given.serves or domain in given.serves)


#: What pydantic says in its own terms, in those of who writes the file.
PLAIN = {
    "model_type": "names and their values are wanted here",
    "dict_type": "names and their values are wanted here",
    "missing": "is missing",
    "extra_forbidden": "is no setting; look at the comments in the file for those there are",
}


def load_file(path: Path, model: type[Model]) -> Model:
    """A YAML file of the configuration folder as `model`. Raises FatalError naming the file, the place and what is allowed."""
    try:
        document: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=SAFE)  # noqa: S506 - see SAFE
        return model.model_validate(document)
    except OSError:
        raise wrong(path, "file", "it cannot be read; set LIENTHONG_CONFIG to the configuration folder") from None
    except UnicodeDecodeError:
        raise wrong(path, "file", "it is not UTF-8 text") from None
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", -1) + 1
        raise wrong(path, f"line {line}", "it is not valid YAML") from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        said = PLAIN.get(first["type"]) or first["msg"]
        raise wrong(path, ".".join(map(str, first["loc"])) or "file", said) from None


def wrong(path: Path, where: str, what: str) -> FatalError:
    """The one sentence for a mistake in a configuration file."""
    return FatalError(
        f"{path.name}, {where}: {what}. Correct the file and run again.",
        f"{path.name}, {where}: {what}. Sửa tệp rồi chạy lại.",
        file=str(path),
    )
