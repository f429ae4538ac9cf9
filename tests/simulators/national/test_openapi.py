"""The documents under schemas/openapi: fresh, valid OpenAPI 3.1, plainly mocks, and kept by the running services."""

from __future__ import annotations

import json

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import validate
from schemathesis.specs.openapi.checks import positive_data_acceptance

from simulators.national.export import FOLDER, documents

NAMES = ("population", "civil_status", "land", "school", "health", "portal")
FRESH = documents()
quick = settings(
    max_examples=5, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


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


def logins(house, name):
    if name == "portal":
        return {}
    request = house.client(name).prepare_request(requests.Request("GET", house.urls[name]))
    return {key: value for key, value in request.headers.items() if key in ("Authorization", "X-Api-Key")}


def exercise(operation, login, excluded):
    @quick
    @given(case=operation.as_strategy())
    def conforms(case):
        case.call_and_validate(headers=login, excluded_checks=excluded)

    conforms()


@pytest.mark.parametrize("name", NAMES)
def test_the_service_answers_generated_requests_as_documented(house, name):
    document = schemathesis.openapi.from_dict(json.loads(FRESH[name]))
    document.config.update(base_url=house.urls[name])
    operations = [result.ok() for result in document.get_all_operations()]
    assert operations
    for operation in operations:
        # JSON Schema counts 1.0 as a whole number, the registries want it written 1.
        strict = operation.method == "get" or name == "population"
        exercise(operation, logins(house, name), [] if strict else [positive_data_acceptance])
