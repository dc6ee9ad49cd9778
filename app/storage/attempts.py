"""Failed logins in a row, counted before the password is looked at, so that guesses at once count each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col

from app.domain.errors import ThrottledError
from app.storage.database import Database, moment
from app.storage.tables import AttemptRow

FORGOTTEN = timedelta(hours=1)  # after so long without a failure the count begins anew

Wait = Callable[[int], timedelta]  # failures in a row → how long the next attempt must wait


def _now() -> datetime:
    return datetime.now(UTC)


class Attempts:
    """The counts of one database."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = _now) -> None:
        self._database = database
        self._now = clock

    def begin(self, waits: Mapping[str, Wait]) -> None:
        """Counts an attempt under each key as failed until `succeeded`; ThrottledError where one must wait."""
        with self._database.writing() as session:
            at = self._now()  # with the lock held, so that nobody before has written a later time
            session.exec(delete(AttemptRow).where(col(AttemptRow.last_at) < moment(at - FORGOTTEN)))
            for key, wait in waits.items():
                row = session.get(AttemptRow, key)
                if row is None:
                    row = AttemptRow(key=key, failures=0, last_at=moment(at))
                left = datetime.fromisoformat(row.last_at) + wait(row.failures) - at
                if row.failures and left > timedelta():
                    raise _throttled(left)
                row.failures, row.last_at = row.failures + 1, moment(at)
                session.add(row)

    def forgive(self, key: str) -> None:
        """Takes back the one attempt that was counted under `key`; those before it stay."""
        with self._database.writing() as session:
            row = session.get(AttemptRow, key, with_for_update=True)
            if row is not None:
                row.failures = max(0, row.failures - 1)
                session.add(row)

    def succeeded(self, keys: Iterable[str]) -> None:
        """Forgets the failures under `keys`."""
        with self._database.writing() as session:
            session.exec(delete(AttemptRow).where(col(AttemptRow.key).in_(list(keys))))


def _throttled(left: timedelta) -> ThrottledError:
    seconds = max(1, round(left.total_seconds()))
    told = f"{seconds} 秒" if seconds < 120 else f"{round(seconds / 60)} 分钟"
    return ThrottledError(f"连续失败的次数太多；请过 {told}再试。忘记密码请找管理员重设。", seconds)
