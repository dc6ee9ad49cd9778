"""SQLAlchemy engines on SQLite and PostgreSQL: what is reported as saved is on the disk.

SQLite: WAL with synchronous=FULL keeps every acknowledged commit through a loss of power; writes take their lock at
once (BEGIN IMMEDIATE), because a deferred read-then-write fails with “database is locked” under contention
whatever the busy timeout. The driver's own BEGIN is switched off (`isolation_level = None`), as SQLAlchemy's
pysqlite page advises; pragmas run before any transaction, where SQLite ignores them silently.

PostgreSQL: writers take one lock at their start too (an advisory one, until they end), so that one writes at a time
on either database and no two can deadlock. READ COMMITTED: with the lock held, what they read next is what the writer
before them committed; under REPEATABLE READ the waiting writer would fail instead of going on. A commit waits for the
disk whatever the server's default is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlmodel import create_engine

from app.domain.errors import SettingsError, StorageError
from app.durable import make_folder

BUSY_SECONDS = 30  # SQLite lets those who wait race, not queue: with many writers the unlucky one waits long
CONNECT_SECONDS = 10
POSTGRES_OPTIONS = f"-c synchronous_commit=on -c statement_timeout=60s -c lock_timeout={BUSY_SECONDS}s"
_LOCK = 7_465_301  # PostgreSQL: held by whoever writes, migrates or restores
_WRITE = "zhengai_write"


def parsed(url: str) -> URL:
    """The URL with its driver; SettingsError where it is none of ours."""
    try:
        found = make_url(url)
    except (ArgumentError, ValueError):  # the latter of a port that is no number
        raise SettingsError(
            "设置 ZHENGAI_DATABASE_URL 不是数据库网址；应像 postgresql://用户:密码@主机:端口/库（密码里的 @ / : 写成"
            " %40 %2F %3A），或留空用 SQLite。"
        ) from None
    if found.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return found.set(drivername="postgresql+psycopg")
    if found.drivername == "sqlite" and found.database:
        if found.database.startswith(":") or found.query:  # :memory: keeps nothing
            raise SettingsError(
                f"设置 ZHENGAI_DATABASE_URL 的 SQLite 文件“{found.database}”不能用：应是磁盘上的文件，名称里没有“?”。"
            )
        return found
    raise SettingsError(
        f"设置 ZHENGAI_DATABASE_URL 的数据库“{found.drivername}”不支持；可用 sqlite:///文件 或 postgresql://…。"
    )


def place_of(url: URL) -> str:
    """What error messages call a database; never with its password."""
    if url.drivername == "sqlite":
        return url.database or ""
    return url.set(query={}).render_as_string(hide_password=True)  # a query may hold one too


def create(url: URL) -> Engine:
    """An engine on the database at `url`; a SQLite file may not exist yet."""
    try:
        if url.drivername == "sqlite":
            return _sqlite(url)
        return _postgresql(url)
    except (NoSuchModuleError, ImportError) as error:
        raise SettingsError(f"缺少数据库驱动（{error}）；请重新运行 scripts/start.py 安装。") from error


def _sqlite(url: URL) -> Engine:
    make_folder(Path(url.database or "").absolute().parent)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _postgresql(url: URL) -> Engine:
    engine = create_engine(
        url,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "options": f"{url.query.get('options', '')} {POSTGRES_OPTIONS}",
            "client_encoding": "utf8",
        },
    )
    event.listen(engine, "begin", _lock)
    return engine


def take_your_time(connection: Connection) -> None:
    """Lifts the limit of a statement until the transaction ends, for what reads or makes whole tables."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


def writing(engine: Engine) -> Engine:
    """The same engine, whose transactions take the write lock at their start."""
    return engine.execution_options(**{_WRITE: True})


@contextmanager
def errors_told(place: str) -> Iterator[None]:
    """Turns the database's errors into a StorageError with the remedy."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise StorageError(f"数据库 {place}：{_remedy(error)}") from error
    except PoolTimeoutError as error:
        raise StorageError(f"数据库 {place}：{_BUSY}") from error
    except OSError as error:
        reason = error.strerror or error
        raise StorageError(f"无法使用数据库 {place}：{reason}；请检查该文件夹的权限。") from error


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")


def _lock(connection: Connection) -> None:
    if _writes(connection):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(_WRITE, False))


_BUSY = "数据库正忙，这一次没有保存；请稍后重试。"
_REMEDIES = {
    "SQLITE_FULL": "磁盘已满，这一次没有保存；请腾出空间后重试。",
    "SQLITE_READONLY": "数据库文件或文件夹是只读的，无法保存；请改权限，或用 ZHENGAI_DATA_FOLDER 另选。",
    "SQLITE_CANTOPEN": "数据库文件打不开；请检查文件夹是否存在、可写，或用 ZHENGAI_DATA_FOLDER 另行指定。",
    "SQLITE_NOTADB": "这个文件不是数据库或已损坏；请把它移走（程序会新建一个），或用备份恢复。",
    "SQLITE_CORRUPT": "数据库已损坏；请把它移走（程序会新建一个），或用备份恢复。",
    "SQLITE_BUSY": "数据库正被别的程序占用，这一次没有保存；请稍后重试。",
    "SQLITE_IOERR": "读写磁盘出错，这一次没有保存；请检查磁盘后重试。",
}
# PostgreSQL's classes and codes: the longest beginning that fits.
_STATES = {
    "08": "连接中断，这一次没有保存；请检查数据库服务后重试。",
    "28": "用户名或密码不对；请检查 ZHENGAI_DATABASE_URL。",
    "3D": "没有这个库；请先建库，或检查 ZHENGAI_DATABASE_URL。",
    "53": "数据库的磁盘、内存或连接不够，这一次没有保存；请联系数据库管理员。",
    "55P03": _BUSY,
    "57014": _BUSY,  # a statement that took too long
    "57": "数据库正在停止或启动，这一次没有保存；请稍后重试。",
    "25006": "数据库是只读的，无法保存；请检查它的设置。",
    "40": "与别人的写入相撞，这一次没有保存；请重试。",
    "42501": "数据库用户没有权限；请授予建表和读写的权限。",
    "58": "数据库读写磁盘出错，这一次没有保存；请检查数据库服务器的磁盘后重试。",
    "XX": "数据库已损坏；请联系数据库管理员，或用备份恢复到一个新库。",
}
_FAILED = "数据库操作失败，这一次没有保存；请重试，若仍失败请检查磁盘或数据库服务。"


def _remedy(error: DBAPIError | sqlite3.Error) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        name = str(getattr(cause, "sqlite_errorname", ""))
        family = "_".join(name.split("_")[:2])  # SQLITE_READONLY_DIRECTORY → SQLITE_READONLY
        return _REMEDIES.get(family, _FAILED)
    state = str(getattr(cause, "sqlstate", None) or "")
    if not state and isinstance(error, OperationalError):  # the driver's own: the server said nothing
        return "连不上；请检查数据库服务是否在运行、ZHENGAI_DATABASE_URL 的地址、用户和密码。"
    fitting = [beginning for beginning in _STATES if state.startswith(beginning)]
    return _STATES[max(fitting, key=len)] if fitting else _FAILED
