"""The SQLite engine: what is reported as saved is on the disk.

WAL with synchronous=FULL keeps every acknowledged commit through a loss of power; writes take their lock at
once (BEGIN IMMEDIATE), because a deferred read-then-write fails with “database is locked” under contention
whatever the busy timeout. The driver's own BEGIN is switched off (`isolation_level = None`), as SQLAlchemy's
pysqlite page advises; pragmas run before any transaction, where SQLite ignores them silently.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.exc import DBAPIError
from sqlmodel import create_engine

from app.domain.errors import StorageError

BUSY_SECONDS = 10
_WRITE = "zhengai_write"


def create(path: Path) -> Engine:
    """An engine on the database file at `path`, which may not exist yet."""
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Engine:
    """The same engine, whose transactions take the write lock at their start."""
    return engine.execution_options(**{_WRITE: True})


@contextmanager
def errors_told(place: str) -> Iterator[None]:
    """Turns the database's errors into a StorageError with the remedy."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise StorageError(_explain(cause, place)) from error
    except OSError as error:
        reason = error.strerror or error
        raise StorageError(f"无法使用数据库 {place}：{reason}；请检查该文件夹的权限。") from error


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get(_WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


_REMEDIES = {
    "SQLITE_FULL": "磁盘已满，这一次没有保存；请腾出空间后重试。",
    "SQLITE_READONLY": "数据库文件或文件夹是只读的，无法保存；请改权限，或用 ZHENGAI_DATA_FOLDER 另选。",
    "SQLITE_CANTOPEN": "数据库文件打不开；请检查文件夹是否存在、可写，或用 ZHENGAI_DATA_FOLDER 另行指定。",
    "SQLITE_NOTADB": "这个文件不是数据库或已损坏；请把它移走（程序会新建一个），或用备份恢复。",
    "SQLITE_CORRUPT": "数据库已损坏；请把它移走（程序会新建一个），或用备份恢复。",
    "SQLITE_BUSY": "数据库正被别的程序占用，这一次没有保存；请稍后重试。",
    "SQLITE_IOERR": "读写磁盘出错，这一次没有保存；请检查磁盘后重试。",
}


def _explain(cause: BaseException | None, place: str) -> str:
    name = str(getattr(cause, "sqlite_errorname", ""))
    family = "_".join(name.split("_")[:2])  # SQLITE_READONLY_DIRECTORY → SQLITE_READONLY
    remedy = _REMEDIES.get(family, "数据库操作失败，这一次没有保存；请重试，若仍失败请检查磁盘。")
    return f"数据库 {place}：{remedy}"
