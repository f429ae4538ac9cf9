"""The health registry's rules: what the published contracts ask, nothing more."""

from __future__ import annotations

from simulators.national.judge import ContractJudge


class HealthJudge(ContractJudge):
    """E401 an element is missing."""

    incomplete = "E401"
