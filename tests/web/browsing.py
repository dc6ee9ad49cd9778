"""What the tests of worksheets in a browser share: a person's page, and what it says of its text."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from app.domain.people import Actor, Person, Role
from app.storage.database import Database, open_database

CONSOLE = Actor(Person("console", "console", "console", Role.ADMINISTRATOR))


def database(folder: Path) -> Database:
    """The database of a server that `tests.serving` runs in `folder`."""
    return open_database(f"sqlite:///{folder / 'data' / 'zhengai.sqlite3'}")


def as_(context: BrowserContext, address: str, secret: str) -> Page:
    """A page of whoever holds the session `secret`."""
    context.add_cookies([{"name": "zhengai_session", "value": secret, "url": address}])
    return context.new_page()


def state(page: Page, beginning: str, timeout: float = 30_000) -> None:
    """Waits until the page says of its text what begins so."""
    page.wait_for_function(
        "beginning => document.querySelector('#state')?.textContent.startsWith(beginning)",
        arg=beginning,
        timeout=timeout,
    )
