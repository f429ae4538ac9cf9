"""The flows of this product, each named like its contract. Light to import: DAG files read it at every parse."""

from __future__ import annotations

from dataclasses import dataclass

from flows.settings import Installation, installation, settings

NIGHTLY = "0 1 * * *"


@dataclass(frozen=True)
class Flow:
    """One agreed path: sources → contract (same name) → suite (same name) → endpoint."""

    name: str
    domain: str
    title_vi: str
    title_en: str
    schedule: str = NIGHTLY

    @property
    def sources(self) -> tuple[str, ...]:
        """Names of the local systems this installation reads the flow from. Raises FatalError on bad configuration."""
        return installed().sources_of(self.name)

    @property
    def endpoint(self) -> str:
        """Name of the national endpoint. Raises FatalError on bad configuration."""
        return installed().endpoint_of(self.name)


FLOWS: dict[str, Flow] = {
    flow.name: flow
    for flow in (
        Flow("birth", "civil_status", "Khai sinh", "Birth registrations"),
        Flow("death", "civil_status", "Khai tử", "Death registrations"),
        Flow("parcel", "land", "Thửa đất và giấy chứng nhận", "Land parcels and certificates"),
        Flow("student", "school", "Học sinh", "Students"),
        Flow("encounter", "health", "Lượt khám chữa bệnh", "Health encounters"),
        Flow("dossier", "dossier", "Hồ sơ thủ tục hành chính", "Administrative dossiers"),
    )
}


def flows_by_domain() -> dict[str, list[str]]:
    """Names of the flows of each domain."""
    found: dict[str, list[str]] = {}
    for flow in FLOWS.values():
        found.setdefault(flow.domain, []).append(flow.name)
    return found


def installed() -> Installation:
    """The checked configuration of this installation. Raises FatalError with one sentence."""
    return installation(settings().config, tuple((flow.name, flow.domain) for flow in FLOWS.values()))
