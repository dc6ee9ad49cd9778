"""A browserless client of the application on the fake assistant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.server import create_app
from tests.doors import FakeAssistant, services, visitor


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def client(tmp_path: Path, assistant: FakeAssistant) -> Iterator[TestClient]:
    opened = services(tmp_path, assistant=assistant)
    with visitor(create_app(opened)) as client:
        yield client
    opened.close()
