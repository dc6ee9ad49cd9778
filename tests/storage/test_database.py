"""A database is set up to keep what it acknowledges, brought up to date whole, and its faults are told."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import QueuePool, text
from sqlmodel import SQLModel

from app.domain.answers import Answer, Kind, Statement
from app.domain.errors import SettingsError, StorageError
from app.storage import engine, migrate
from app.storage.attempts import Attempts
from app.storage.database import Database, found, open_database
from app.storage.shelf import SqlShelf
from tests.storage.conftest import fresh

BIG = Answer(Kind.ANSWER, (Statement("长" * 100_000),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "数据 100%" / "zhengai.sqlite3"


@pytest.fixture
def sqlite(path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{path}")
    yield opened
    opened.close()


def test_sqlite_keeps_what_it_acknowledges(sqlite: Database) -> None:
    with sqlite.engine.connect() as connection:
        told = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000}


def test_a_writer_takes_the_lock_before_it_reads(sqlite: Database, path: Path) -> None:
    with sqlite.writing() as session:
        session.connection()
        with (
            sqlite3.connect(path, timeout=0) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("BEGIN IMMEDIATE")
        other.close()


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_the_folder_of_the_database_is_its_owners_alone(sqlite: Database, path: Path) -> None:
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_one_writes_at_a_time_on_either_database(database: Database) -> None:
    """What a writer reads is still so when it commits: no two meet, and none can wait for the other in a circle."""

    def add() -> None:
        for _ in range(5):
            with database.writing() as session:
                count = session.connection().execute(text("SELECT failures FROM attempt")).scalar() or 0
                session.connection().execute(text("DELETE FROM attempt"))
                session.connection().execute(
                    text("INSERT INTO attempt VALUES ('a', :count, '')"), {"count": count + 1}
                )

    at_once(add, 6)
    with database.reading() as session:
        assert session.connection().execute(text("SELECT failures FROM attempt")).scalar() == 30


def at_once(work: Callable[[], object], times: int) -> None:
    """Runs `work` in so many threads; the first error of any is raised."""
    with ThreadPoolExecutor(times) as pool:
        for done in [pool.submit(work) for _ in range(times)]:
            done.result()


def test_a_first_failed_login_counted_twice_at_once_is_counted_twice(database: Database) -> None:
    attempts = Attempts(database)
    at_once(lambda: attempts.begin({"account li": lambda _: timedelta()}), 6)
    with database.reading() as session:
        assert session.connection().execute(text("SELECT failures FROM attempt")).scalar() == 6


@pytest.mark.postgres
def test_postgresql_keeps_what_it_acknowledges_whatever_its_default(postgres: str) -> None:
    with fresh(postgres) as url:
        name = url.rpartition("/")[2]
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {name} SET synchronous_commit = off".encode())
        opened = open_database(url)
        with opened.writing() as session:
            assert session.connection().execute(text("SHOW synchronous_commit")).scalar() == "on"
        assert opened.risk() == ""
        opened.close()


@pytest.mark.postgres
def test_a_schema_named_in_the_url_is_kept_to(postgres: str) -> None:
    with fresh(postgres) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE SCHEMA zhengai")
        open_database(f"{url}?options=-csearch_path%3Dzhengai").close()
        with psycopg.connect(url) as connection:
            told = connection.execute("SELECT schemaname FROM pg_tables WHERE tablename = 'turn'").fetchall()
        assert told == [("zhengai",)]


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("made", "told"),
    [
        ("ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0", "编码是 SQL_ASCII"),
        ("ENCODING 'EUC_CN' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0", "编码是 EUC_CN"),
        ("; ALTER DATABASE {name} SET default_transaction_read_only = on", "只读"),
    ],
)
def test_a_library_that_could_not_hold_it_all_is_told_at_the_start(
    postgres: str, made: str, told: str
) -> None:
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{postgres}/postgres", autocommit=True) as connection:
        for statement in f"CREATE DATABASE {name} {made.format(name=name)}".split(";"):
            connection.execute(statement.encode())
        try:
            with pytest.raises(StorageError, match=told):
                open_database(f"{postgres}/{name}")
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.mark.postgres
def test_text_that_cannot_be_kept_is_not_told_as_a_missing_server(postgres: str) -> None:
    with fresh(postgres) as url:
        opened = open_database(url)
        with pytest.raises(StorageError, match="没有保存"):
            SqlShelf(opened).keep("local", None, "一\x00二", None, BIG, 0)
        opened.close()


@pytest.mark.postgres
def test_a_writer_that_waits_too_long_is_told(postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "POSTGRES_OPTIONS", "-c lock_timeout=100ms")
    with fresh(postgres) as url:
        opened = open_database(url)
        with (
            opened.writing() as session,
            session.connection().begin_nested(),
            pytest.raises(StorageError, match="正忙"),
        ):
            SqlShelf(opened).keep("local", None, "一", None, BIG, 0)
        opened.close()


def test_no_connection_left_is_told(database: Database) -> None:
    pool = database.engine.pool
    assert isinstance(pool, QueuePool)
    pool._timeout = 0.05
    held = [database.engine.connect() for _ in range(pool.size() + pool._max_overflow)]
    with pytest.raises(StorageError, match="正忙"):
        SqlShelf(database).conversations("local")
    for connection in held:
        connection.close()


def test_a_reference_to_nothing_is_a_fault(database: Database) -> None:
    lost = "INSERT INTO login VALUES ('a', 'nobody', '', '', '', '')"
    if database.is_sqlite:
        with sqlite3.connect(database.place) as other:  # which does not look at references
            other.execute(lost)
        other.close()
    else:
        with database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE login DISABLE TRIGGER ALL"))
            connection.execute(text(lost))
    assert database.fault() == "login 表里有一行指向不存在的内容"


@pytest.mark.postgres
def test_a_damaged_page_is_a_fault(postgres: str) -> None:
    """Of a copy that nobody has read yet, so that the page comes from the file."""
    with fresh(postgres) as url:
        opened = open_database(url)
        text_of_many_pages = Answer(Kind.ANSWER, (Statement(random.Random(1).randbytes(50_000).hex()),))
        SqlShelf(opened).keep("local", None, "问", None, text_of_many_pages, 0)
        opened.close()
        with psycopg.connect(url) as connection:
            told = connection.execute(
                "SELECT current_setting('data_directory'), pg_relation_filepath(reltoastrelid) "
                "FROM pg_class WHERE relname = 'turn'"
            ).fetchone()
        assert told is not None
        name, copy = url.rpartition("/")[2], f"test_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(f"{postgres}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {copy} TEMPLATE {name} STRATEGY file_copy".encode())
            oid = connection.execute("SELECT oid FROM pg_database WHERE datname = %s", [copy]).fetchone()
            assert oid is not None
            file = Path(told[0]) / "base" / str(oid[0]) / Path(told[1]).name
            file.write_bytes(b"\xff" * file.stat().st_size)
            damaged = found(f"{postgres}/{copy}")
            assert damaged is not None
            try:
                with pytest.raises(StorageError, match="已损坏"):
                    damaged.fault()
            finally:
                damaged.close()
                connection.execute(f"DROP DATABASE {copy} WITH (FORCE)".encode())


def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    with suppress(RuntimeError), database.writing() as session:
        session.connection().execute(text("INSERT INTO attempt VALUES ('a', 1, '')"))
        raise RuntimeError
    with database.reading() as session:
        assert session.connection().execute(text("SELECT count(*) FROM attempt")).scalar() == 0


def test_a_snapshot_sees_one_moment(database: Database) -> None:
    with database.snapshot() as before:
        count = text("SELECT count(*) FROM conversation")
        assert before.execute(count).scalar() == 0
        SqlShelf(database).keep("local", None, "一", None, BIG, 0)
        assert before.execute(count).scalar() == 0


def test_a_full_disk_is_told_and_nothing_is_half_saved(sqlite: Database) -> None:
    shelf = SqlShelf(sqlite)
    started, turn = shelf.keep("local", None, "一", None, Answer(Kind.ANSWER, ()), 0)
    with engine.writing(sqlite.engine).connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar()
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(StorageError, match="磁盘已满"):
        shelf.keep("local", started.id, "问", None, BIG, 0)
    assert shelf.conversation(started.id, "local").turns == (turn,)


def test_a_file_that_is_no_database_is_told(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("这不是数据库" * 500, encoding="utf-8")
    with pytest.raises(StorageError, match="移走"):
        open_database(f"sqlite:///{path}")


def test_a_damaged_database_is_told(path: Path) -> None:
    opened = open_database(f"sqlite:///{path}")
    SqlShelf(opened).keep("local", None, "问", None, BIG, 0)
    opened.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StorageError, match="备份"):
        open_database(f"sqlite:///{path}")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="权限"):
        open_database(f"sqlite:///{tmp_path / 'file' / 'zhengai.sqlite3'}")


def test_a_database_that_cannot_be_written_is_told(sqlite: Database) -> None:
    with engine.writing(sqlite.engine).connect() as connection:
        connection.execute(text("PRAGMA query_only = ON"))
    with pytest.raises(StorageError, match="只读"):
        SqlShelf(sqlite).keep("local", None, "问", None, BIG, 0)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://user:secret@host/db", "“mysql”不支持"),
        ("no url at all", "不是数据库网址"),
        ("sqlite://", "不支持"),
        ("sqlite:///:memory:", "应是磁盘上的文件"),
        ("sqlite:///file:a?mode=memory&uri=true", "应是磁盘上的文件"),
        ("postgresql://user:secret@host:port/db", "不是数据库网址"),
        ("postgresql+asyncpg://user:secret@host/db", "不支持"),
    ],
)
def test_a_database_we_cannot_use_is_told_without_its_password(url: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told) as raised:
        open_database(url)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    "url", ["postgresql://user:secret@127.0.0.1:1/db", "postgresql://user@127.0.0.1:1/db?password=secret"]
)
def test_a_server_that_is_not_there_is_told_without_its_password(url: str) -> None:
    with pytest.raises(StorageError, match="连不上") as raised:
        open_database(url)
    assert "secret" not in str(raised.value)


@pytest.mark.postgres
def test_a_library_that_is_not_there_is_told(postgres: str) -> None:
    with pytest.raises(StorageError, match=r"连不上|没有这个库"):
        open_database(f"{postgres}/nowhere")


def test_a_database_of_a_newer_program_is_left_alone(database: Database, url: str) -> None:
    with database.writing() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="更新版本"):
        open_database(url)


def test_the_scripts_lead_to_the_tables(database: Database) -> None:
    assert ScriptDirectory.from_config(migrate._config()).get_current_head() == migrate.HEAD
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


def test_of_two_that_open_a_new_database_at_once_both_succeed(url: str) -> None:
    faults: list[BaseException] = []

    def start() -> None:
        try:
            open_database(url).close()
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


OLD = """
INSERT INTO conversation (id, title, created_at) VALUES ('c1', '一', '2026-01-01'), ('c2', '二', '2026-01-02');
INSERT INTO turn (conversation_id, question, answer, seconds, asked_at)
    VALUES ('c1', '问', '{}', 0, '2026-01-01'), ('c1', '再问', '{}', 0, '2026-01-01'), ('c2', '问', '{}', 0, '2026-01-02')
"""


def filled_at_0001(url: str) -> None:
    """A database as the first version of the program left it."""
    where = engine.parsed(url)
    made = engine.create(where)
    with engine.writing(made).begin() as connection:
        migrate.upgrade_to(connection, "0001", "")
        for statement in OLD.split(";"):
            connection.execute(text(statement))
    made.dispose()


def test_conversations_of_before_there_were_people_are_the_local_persons(url: str) -> None:
    filled_at_0001(url)
    opened = open_database(url)
    with opened.reading() as session:
        told = (
            session.connection().execute(text("SELECT id, title, owner FROM conversation ORDER BY id")).all()
        )
        turns = session.connection().execute(text("SELECT count(*) FROM turn")).scalar()
        assert [tuple(row) for row in told] == [("c1", "一", "local"), ("c2", "二", "local")]
        assert turns == 3
    assert opened.fault() == ""
    opened.close()


KILLED = """
import os, sys
from sqlalchemy import Engine, event, inspect, text
from app.storage import engine, migrate
from app.storage.database import open_database
url = sys.argv[1]
left = 0

@event.listens_for(Engine, "commit")
@event.listens_for(Engine, "before_cursor_execute")
def kill(*_):
    global left
    left -= 1
    if left == 0:
        os._exit(9)  # nothing is flushed, nothing undone by us

def killed_at(statement):
    global left
    if (child := os.fork()) == 0:
        left = statement
        open_database(url).close()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

statement = 1
while (code := killed_at(statement)) == 9:
    found = engine.create(engine.parsed(url))
    with found.connect() as connection:
        turns = connection.execute(text("SELECT count(*) FROM turn")).scalar() if inspect(connection).has_table("turn") else 0
        print(migrate.revision(connection), turns)
    found.dispose(close=True)
    statement += 1
sys.exit(code)
"""


@pytest.mark.skipif(os.name != "posix", reason="forks")
@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
def test_a_migration_killed_at_any_statement_is_made_good_by_the_next_start(url: str, filled: bool) -> None:
    """Killed before every statement and commit in turn: what is there is old or new, and the next start ends at the newest."""
    if filled:
        filled_at_0001(url)
    command = [sys.executable, "-c", KILLED, url]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    states = done.stdout.splitlines()
    assert len(states) > 30
    old = "0001 3" if filled else "None 0"
    assert set(states) <= {old, "0003 3" if filled else "0003 0"}
    assert states[0] == old
    opened = open_database(url)
    with opened.engine.connect() as connection:
        assert migrate.revision(connection) == migrate.HEAD
        assert connection.execute(text("SELECT count(*) FROM turn")).scalar() == (3 if filled else 0)
    assert opened.fault() == ""
    opened.close()
