"""Reports of a school, and whoever opens their pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import reporting
from app.bootstrap import Services
from app.server import create_app
from app.storage.report_rows import Head
from tests.doors import services, visitor
from tests.web.reports.visiting import ME


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Services]:
    made = services(tmp_path)
    yield made
    made.close()


@pytest.fixture
def client(opened: Services) -> TestClient:
    """The local person."""
    return visitor(create_app(opened), follow_redirects=False)


@pytest.fixture
def report(opened: Services) -> str:
    head = Head("chongqing", "chongqing", "示例职业技术学院", "2025", "2025-12-20")
    return reporting.create(opened, ME, opened.corpus, head).head.id
