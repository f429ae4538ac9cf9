"""The logins of the simulated systems: fixed words for local use, each replaceable by the environment.

`LIENTHONG_SIM_SECRET_<NAME>` (for example `LIENTHONG_SIM_SECRET_CIVIL_STATUS`) replaces a password. Services that
take an API key (population, school, reporting) use the password as the key.
"""

from __future__ import annotations

import os
from typing import NamedTuple

LOGIN = "lienthong"
SYSTEMS = ("onestop", "population", "civil_status", "land", "school", "health", "portal", "reporting", "reports")


class Login(NamedTuple):
    """One account of a simulated system."""

    login: str
    password: str


def credentials() -> dict[str, Login]:
    """The account of every system, as the environment says now."""
    return {
        name: Login(LOGIN, os.environ.get(f"LIENTHONG_SIM_SECRET_{name.upper()}", f"local-only-{name}"))
        for name in SYSTEMS
    }


CREDENTIALS: dict[str, Login] = credentials()
