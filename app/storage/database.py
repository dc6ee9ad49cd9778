"""An open database: sessions that read, sessions that write and commit, errors told in one sentence."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, String, cast, exists, func, literal_column, select, text
from sqlmodel import Session, SQLModel

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

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

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
            session.connection()  # takes the lock now, not at the first statement
            yield session
            session.commit()

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection that sees one moment, however much is written meanwhile."""
        level = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with engine.errors_told(self.place), self.engine.connect().execution_options(**level) as connection:
            yield connection

    def fault(self) -> str:
        """What is wrong with the database's files and references; "" where nothing is. Reads all of it."""
        with self.reading() as session:
            connection = session.connection()
            if not self.is_sqlite:
                return _postgresql_fault(connection)
            told = connection.execute(text("PRAGMA integrity_check(1)")).scalar()
            if told != "ok":
                return str(told)
            lost = connection.execute(text("PRAGMA foreign_key_check")).first()
            return f"{lost[0]} 表里有一行指向不存在的内容" if lost else ""

    def risk(self) -> str:
        """Why a cut of power could lose what was acknowledged, by the server's settings; "" where it could not."""
        if self.is_sqlite:
            return ""  # set by us on each connection
        with self.reading() as session:
            off = [
                name
                for name in ("fsync", "full_page_writes", "synchronous_commit")
                if session.connection().execute(text(f"SHOW {name}")).scalar() == "off"
            ]
        return "、".join(off) + " 关着" if off else ""

    def revision(self) -> str | None:
        """Which script made its tables; None where it has none."""
        with self.reading() as session:
            return migrate.revision(session.connection())

    def close(self) -> None:
        self.engine.dispose()


def open_database(url: str) -> Database:
    """The database at `url`, created or brought up to date; StorageError where it cannot be used."""
    where = engine.parsed(url)
    place = engine.place_of(where)
    with engine.errors_told(place):
        opened = engine.create(where)
        try:
            if opened.dialect.name == "sqlite":
                _check(opened, place)
            else:
                _check_server(opened, place)
            migrate.upgrade(opened, place)
            if opened.dialect.name == "sqlite":
                _check_writable(opened)
        except BaseException:
            opened.dispose()
            raise
    return Database(opened, place)


def found(url: str) -> Database | None:
    """The database at `url` as it stands, neither made nor brought up to date; None where there is none yet."""
    where = engine.parsed(url)
    if where.drivername == "sqlite" and not Path(where.database or "").exists():
        return None
    return Database(engine.create(where), engine.place_of(where))


def _check(database: Engine, place: str) -> None:
    with database.connect() as connection:
        if connection.execute(text("PRAGMA quick_check(1)")).scalar() != "ok":
            raise StorageError(f"数据库 {place} 已损坏；请把它移走（程序会新建一个），或用备份恢复。")


def _check_server(database: Engine, place: str) -> None:
    with database.connect() as connection:
        encoding = connection.execute(text("SHOW server_encoding")).scalar()
        read_only = connection.execute(text("SHOW transaction_read_only")).scalar()
    if encoding != "UTF8":
        raise StorageError(
            f"数据库 {place} 的编码是 {encoding}，存不全中文；请用 UTF8 另建一个库（CREATE DATABASE … ENCODING 'UTF8'）。"
        )
    if read_only == "on":
        raise StorageError(f"数据库 {place} 是只读的（也许是备用服务器）；请检查 ZHENGAI_DATABASE_URL。")


def _postgresql_fault(connection: Connection) -> str:
    """Reads every value, which a page it cannot read fails, and holds the references against what they name."""
    engine.take_your_time(connection)
    for table in SQLModel.metadata.sorted_tables:
        connection.execute(
            select(func.count(cast(literal_column(f'"{table.name}".*'), String))).select_from(table)
        )
        for key in table.foreign_keys:
            there = exists().where(key.column == key.parent)
            if connection.execute(select(key.parent).where(key.parent.is_not(None), ~there).limit(1)).first():
                return f"{table.name} 表里有一行指向不存在的内容"
    return ""


def _check_writable(database: Engine) -> None:
    """Fails now rather than at the first question: takes the write lock and changes nothing that shows."""
    with engine.writing(database).begin() as connection:
        version = connection.execute(text("PRAGMA user_version")).scalar()
        connection.execute(text(f"PRAGMA user_version = {int(version or 0)}"))
