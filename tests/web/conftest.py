"""A browserless client of the application on the fake assistant, and a browser for the real one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
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


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=str(chromium), args=["--no-sandbox"] if as_root else []
        )
        yield opened
        opened.close()
