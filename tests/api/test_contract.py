"""The API keeps to its own description: generated requests, by somebody logged in, get documented answers only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.api import routes, worksheets
from app.domain.people import Role
from app.server import create_app
from tests.doors import services
from tests.people import account, token

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPERATIONS = sorted(
    (route.path_format, method)
    for route in (*routes.router.routes, *worksheets.router.routes)
    if isinstance(route, APIRoute) and route.include_in_schema
    for method in route.methods or ()
)


@dataclass
class Described:
    """The application's own description, and the key of somebody with every right."""

    schema: Any
    headers: dict[str, str]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Described]:
    opened = services(tmp_path_factory.mktemp("contract"))
    headers = {"Authorization": f"Bearer {token(opened, account(opened, 'admin', Role.ADMINISTRATOR))}"}
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", create_app(opened), headers=headers)
    yield Described(schema, headers)
    opened.close()


# Every text is a possible id, so only where there is a body or a number can a request break the description.
BREAKABLE = [one for one in OPERATIONS if one[1] in {"POST", "PUT"} or one == ("/api/conversations", "GET")]


@pytest.mark.parametrize(
    ("path", "method", "mode"),
    [
        *((*one, GenerationMode.POSITIVE) for one in OPERATIONS),
        *((*one, GenerationMode.NEGATIVE) for one in BREAKABLE),
    ],
)
def test_every_answer_is_documented(
    described: Described, path: str, method: str, mode: GenerationMode
) -> None:
    """Requests that keep to the description (positive) and such as do not (negative)."""
    cases = described.schema[path][method].as_strategy(generation_mode=mode)

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def ask(data: Any) -> None:
        case = data.draw(cases)
        case.call_and_validate(headers=described.headers, checks=CHECKS)

    ask()
