"""Options and fixtures of the whole suite: what to do where there is no Chromium and no torch."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.office import find_office
from tests.postgres import find_postgres

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "${PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
    "${PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
)


def find_chromium() -> Path | None:
    """The Chromium (or Chrome, or Edge) of this machine; ZHENGAI_CHROMIUM names another."""
    if named := os.environ.get("ZHENGAI_CHROMIUM"):
        return Path(named)
    if found := next(filter(None, map(shutil.which, BROWSERS)), None):
        return Path(found)
    paths = (Path(os.path.expandvars(place)) for place in PLACES)
    return next((path for path in paths if path.is_file()), None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--browser", choices=["auto", "required"], default="auto")
    parser.addoption("--postgres", choices=["auto", "required"], default="auto")
    parser.addoption("--office", choices=["auto", "required", "off"], default="auto")
    parser.addoption("--no-models", action="store_true", default=False)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip, with the reason, what this machine cannot run; `--browser required` fails instead."""
    if find_chromium() is None and config.getoption("--browser") == "auto":
        _skip(items, "browser", "no Chromium found (install it or set ZHENGAI_CHROMIUM)")
    if find_postgres() is None and config.getoption("--postgres") == "auto":
        _skip(items, "postgres", "no PostgreSQL server found (install it)")
    if config.getoption("--office") == "off":
        _skip(items, "office", "--office off")
    elif find_office() is None and config.getoption("--office") == "auto":
        _skip(
            items,
            "office",
            "no LibreOffice or no poppler found (install libreoffice-writer-nogui, poppler-utils)",
        )
    if config.getoption("--no-models"):
        _skip(items, "models", "--no-models")
    elif find_spec("sentence_transformers") is None:
        _skip(items, "models", "the extra `models` is not installed")


def _skip(items: list[pytest.Item], marker: str, reason: str) -> None:
    for item in items:
        if item.get_closest_marker(marker):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser to start; a test that asks for it carries the marker `browser`."""
    found = find_chromium()
    if found is None:
        pytest.fail("no Chromium found, and --browser required asks for one")
    return found
