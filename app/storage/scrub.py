"""The nightly scrub: once a day what is stored is read and checked, and a fault is told before it is needed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from app.storage.checkup import Check, stored
from app.storage.database import Database
from app.storage.originals import Originals


def _now() -> datetime:
    return datetime.now().astimezone()


class Scrub:
    """A thread that checks at `hour` o'clock; `log` is told of what it found."""

    def __init__(
        self,
        database: Database,
        originals: Originals,
        hour: int,
        log: Callable[[str], None],
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._database = database
        self._originals = originals
        self._hour = hour
        self._log = log
        self._now = clock
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scrub", daemon=True)
        self._faults: tuple[Check, ...] = ()

    @property
    def notices(self) -> tuple[str, ...]:
        """What the last scrub found wrong, a sentence each."""
        return tuple(
            f"夜间检查发现问题：{check.name}：{check.told}。{check.remedy}。" for check in self._faults
        )

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread; a check that is running is let go."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(2)

    def scrub(self) -> None:
        """Checks now."""
        self._originals.sweep()
        found = tuple(stored(self._database, self._originals))
        self._faults = tuple(check for check in found if not check.ok)
        for check in found:
            self._log(
                f"夜间检查：{check.name}：{check.told}" + (f"。{check.remedy}。" if check.remedy else "")
            )

    def _run(self) -> None:
        while not self._stopping.wait(seconds_until(self._hour, self._now())):
            try:
                self.scrub()
            except Exception as error:  # whatever it is must not end the checks of the nights to come
                self._log(f"夜间检查没有完成（{error}）；明晚再查。")


def seconds_until(hour: int, now: datetime) -> float:
    """Until it is next `hour` o'clock; never 0, so that a check runs once a day."""
    then = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return ((then if then > now else then + timedelta(days=1)) - now).total_seconds()
