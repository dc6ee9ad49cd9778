"""The nightly scrub runs once a day at its hour, tells what it found, and outlives its own faults."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.domain.people import LOCAL, Actor
from app.storage.database import Database
from app.storage.originals import Originals
from app.storage.scrub import Scrub, seconds_until
from app.storage.worksheets import Worksheets

CHINA = timezone(timedelta(hours=8))
NIGHT = datetime(2026, 3, 1, 3, 0, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("now", "seconds"),
    [
        (NIGHT - timedelta(seconds=1), 1),
        (NIGHT, 24 * 3600),
        (NIGHT + timedelta(seconds=1), 24 * 3600 - 1),
        (NIGHT + timedelta(hours=12), 12 * 3600),
        (NIGHT - timedelta(milliseconds=1), 0.001),
    ],
)
def test_it_is_due_at_the_next_such_hour(now: datetime, seconds: float) -> None:
    assert seconds_until(3, now) == pytest.approx(seconds)


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals")


def test_a_fault_is_logged_and_a_notice_until_it_is_mended(database: Database, originals: Originals) -> None:
    told: list[str] = []
    scrub = Scrub(database, originals, 3, told.append)
    put = originals.put([b"evidence"], 100)
    Worksheets(database).attach(Actor(LOCAL), "foshan", "6.2", "证据.txt", put.sha256, put.size)
    scrub.scrub()
    assert list(scrub.notices) == []
    originals.path(put.sha256).write_bytes(b"evidencf")
    scrub.scrub()
    (notice,) = scrub.notices
    assert "“证据.txt”已损坏" in notice
    assert "从备份恢复" in notice
    assert "“证据.txt”已损坏" in told[-1]
    originals.put([b"evidence"], 100)
    scrub.scrub()
    assert list(scrub.notices) == []


def test_it_sweeps_what_killed_writers_left(database: Database, originals: Originals, tmp_path: Path) -> None:
    originals.put([b"x"], 100)
    left = tmp_path / "originals" / ".a.part"
    left.write_bytes(b"half")
    os.utime(left, (time.time() - 100_000,) * 2)
    Scrub(database, originals, 3, lambda _: None).scrub()
    assert not left.exists()


def waited(come: Callable[[], bool]) -> bool:
    """Whether it came within ten seconds."""
    until = time.monotonic() + 10
    while not come() and time.monotonic() < until:
        time.sleep(0.01)
    return come()


def test_its_thread_checks_every_night_even_after_one_that_failed(
    database: Database, originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    nights = 0

    def fail_once() -> None:
        nonlocal nights
        nights += 1
        if nights == 1:
            raise RuntimeError("a disk that is not there")

    monkeypatch.setattr(originals, "sweep", fail_once)
    scrub = Scrub(database, originals, 3, told.append, clock=lambda: NIGHT - timedelta(milliseconds=20))
    scrub.start()
    assert waited(lambda: nights >= 3)
    scrub.stop()
    assert "没有完成（a disk that is not there）" in told[0]
    assert any("附件：0 个原件" in line for line in told)


def test_stopping_ends_its_thread(database: Database, originals: Originals) -> None:
    scrub = Scrub(database, originals, 3, lambda _: None)
    scrub.start()
    assert any(thread.name == "scrub" for thread in threading.enumerate())
    scrub.stop()
    assert not any(thread.name == "scrub" for thread in threading.enumerate())
