"""An open database: sessions that read, sessions that write and commit, errors told in one sentence."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, make_url, text
from sqlmodel import Session

from app.domain.errors import StorageError
from app.storage import engine, migrate


def now() -> str:
    """The time as the tables keep it."""
    return moment(datetime.now(UTC))


def moment(at: datetime) -> str:
    """A time as the tables keep it: ISO 8601, UTC, milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def new_id() -> str:
    """A new row's id: 12 letters that nobody guesses."""
    return secrets.token_urlsafe(9)


@dataclass(frozen=True)
class Database:
    """What the stores stand on. `place` is what error messages call it."""

    engine: Engine
    place: str

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading."""
        with engine.errors_told(self.place), Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that holds the write lock; committed when the block ends, undone when it raises."""
        with (
            engine.errors_told(self.place),
            Session(engine.writing(self.engine), expire_on_commit=False) as session,
        ):
            yield session
            session.commit()

    def close(self) -> None:
        self.engine.dispose()


def open_database(url: str) -> Database:
    """The database at `url`, created or brought up to date; StorageError where it cannot be used."""
    path = Path(make_url(url).database or "")
    with engine.errors_told(str(path)):
        path.parent.mkdir(parents=True, exist_ok=True)
        opened = engine.create(path)
        try:
            _check(opened, path)
            migrate.upgrade(opened)
            _check_writable(opened)
        except BaseException:
            opened.dispose()
            raise
    return Database(opened, str(path))


def _check(database: Engine, path: Path) -> None:
    with database.connect() as connection:
        if connection.execute(text("PRAGMA quick_check(1)")).scalar() != "ok":
            raise StorageError(f"数据库 {path} 已损坏；请把它移走（程序会新建一个），或用备份恢复。")


def _check_writable(database: Engine) -> None:
    """Fails now rather than at the first question: takes the write lock and changes nothing that shows."""
    with engine.writing(database).begin() as connection:
        version = connection.execute(text("PRAGMA user_version")).scalar()
        connection.execute(text(f"PRAGMA user_version = {int(version or 0)}"))
