"""The six national services for the tests of one module."""

from collections.abc import Iterator

import pytest

from tests.simulators.national.world import House, serving, write_seed


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("national")
    write_seed(folder / "seed.sqlite")
    with serving(folder / "state", folder / "seed.sqlite") as running:
        yield running
