"""The documents under schemas/openapi: fresh, valid OpenAPI 3.1 and plainly mocks."""

from __future__ import annotations

import json

import pytest
from openapi_spec_validator import validate

from simulators.national.export import FOLDER, documents

NAMES = ("population", "civil_status", "land", "school", "health", "portal", "reporting")
FRESH = documents()


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_what_the_service_says(name):
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == FRESH[name], (
        "run: python -m simulators.national.export"
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_document_is_valid_openapi_3_1_and_says_mock(name):
    document = json.loads(FRESH[name])
    validate(document)
    assert document["openapi"].startswith("3.1")
    assert "MOCK" in document["info"]["title"]
    assert all(operation["responses"] for path in document["paths"].values() for operation in path.values())
