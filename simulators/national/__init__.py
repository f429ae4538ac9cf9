"""The MOCK national services: real HTTP faces over real ledgers on disk, for development, tests and benchmarks only.

`apps(state, seed, clock)` builds all six; each is an ASGI application for a uvicorn server of its own on loopback.
"""

from simulators.national.house import apps

__all__ = ["apps"]
