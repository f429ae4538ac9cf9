"""The good records the suites are tested with are good in shape too, so a suite is never praised for a rule of the contract's."""

from __future__ import annotations

import pytest

from expectations import contracts
from schemas.contract import contract
from tests.expectations import good


@pytest.mark.parametrize("name", contracts())
def test_good_record_has_the_shape_of_its_contract(name: str) -> None:
    contract(name).model.model_validate(getattr(good, name)(7))
