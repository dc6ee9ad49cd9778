"""The shelf keeps conversations, and says so only when they are kept."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlmodel import SQLModel

from app.domain.answers import Answer, Kind, Statement
from app.domain.errors import StorageError, UnknownNameError
from app.domain.ports import Shelf
from app.storage import engine, migrate
from app.storage.shelf import SqliteShelf, open_shelf

ANSWER = Answer(Kind.ANSWER, (Statement("佛山方案 37 个诊断点。", (0,)),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "数据 100%" / "zhengai.sqlite3"


@pytest.fixture
def shelf(path: Path) -> Iterator[SqliteShelf]:
    shelf = open_shelf(path)
    yield shelf
    shelf.close()


def test_it_is_a_shelf(shelf: SqliteShelf) -> None:
    port: Shelf = shelf
    assert port.conversations() == ()


def test_a_turn_is_there_after_reopening(shelf: SqliteShelf, path: Path) -> None:
    started = shelf.start("教务处牵头\n哪些诊断点")
    turn = shelf.add_turn(started.id, "教务处牵头哪些诊断点", "foshan", ANSWER, 0.01)
    shelf.close()
    reopened = open_shelf(path)
    kept = reopened.conversation(started.id)
    reopened.close()
    assert kept.title == "教务处牵头 哪些诊断点"
    assert kept.turns == (turn,)
    assert turn.answer == ANSWER
    assert turn.scope == "foshan"


def test_conversations_come_newest_first_and_turns_oldest_first(path: Path) -> None:
    open_shelf(path).close()
    clock = iter(f"2026-01-0{day}" for day in range(1, 9))
    shelf = SqliteShelf(engine.create(path), path, now=lambda: next(clock))
    first, second = shelf.start("一"), shelf.start("二")
    assert [one.id for one in shelf.conversations()] == [second.id, first.id]
    assert [one.id for one in shelf.conversations(limit=1)] == [second.id]
    shelf.add_turn(first.id, "甲", None, ANSWER, 0)
    shelf.add_turn(first.id, "乙", None, ANSWER, 0)
    assert [turn.question for turn in shelf.conversation(first.id).turns] == ["甲", "乙"]
    shelf.close()


def test_a_long_title_is_cut(shelf: SqliteShelf) -> None:
    assert len(shelf.start("长" * 500).title) == 60


def test_deleting_takes_the_turns_along(shelf: SqliteShelf, path: Path) -> None:
    started = shelf.start("一")
    shelf.add_turn(started.id, "甲", None, ANSWER, 0)
    shelf.delete(started.id)
    with sqlite3.connect(path) as connection:
        assert connection.execute("select count(*) from turn").fetchone() == (0,)
    connection.close()


def test_an_unknown_conversation_is_named_as_such(shelf: SqliteShelf) -> None:
    with pytest.raises(UnknownNameError):
        shelf.conversation("没有")
    with pytest.raises(UnknownNameError):
        shelf.delete("没有")
    with pytest.raises(UnknownNameError):
        shelf.add_turn("没有", "问", None, ANSWER, 0)


def test_the_database_is_set_up_to_keep_what_it_acknowledges(shelf: SqliteShelf, path: Path) -> None:
    with engine.create(path).connect() as connection:
        told = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000}


def test_many_writers_at_once_lose_nothing(shelf: SqliteShelf) -> None:
    started = shelf.start("一")

    def write() -> None:
        for number in range(5):
            shelf.add_turn(started.id, str(number), None, ANSWER, 0)

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shelf.conversation(started.id).turns) == 30


def test_a_full_disk_is_told_and_nothing_is_half_saved(shelf: SqliteShelf, path: Path) -> None:
    started = shelf.start("一")
    with shelf._write.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar()
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    big = Answer(Kind.ANSWER, (Statement("长" * 100_000),))
    with pytest.raises(StorageError, match="磁盘已满"):
        shelf.add_turn(started.id, "问", None, big, 0)
    assert shelf.conversation(started.id).turns == ()


def test_a_file_that_is_no_database_is_told(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("这不是数据库" * 500, encoding="utf-8")
    with pytest.raises(StorageError, match="移走"):
        open_shelf(path)


def test_a_damaged_database_is_told(path: Path) -> None:
    shelf = open_shelf(path)
    started = shelf.start("一")
    shelf.add_turn(started.id, "问", None, Answer(Kind.ANSWER, (Statement("长" * 50_000),)), 0)
    shelf.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StorageError, match="备份"):
        open_shelf(path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="权限"):
        open_shelf(tmp_path / "file" / "zhengai.sqlite3")


def test_a_database_that_cannot_be_written_is_told(shelf: SqliteShelf) -> None:
    started = shelf.start("一")
    with shelf._write.connect() as connection:
        connection.execute(text("PRAGMA query_only = ON"))
    with pytest.raises(StorageError, match="只读"):
        shelf.add_turn(started.id, "问", None, ANSWER, 0)


def test_a_database_of_a_newer_program_is_left_alone(shelf: SqliteShelf, path: Path) -> None:
    with shelf._write.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="更新版本"):
        open_shelf(path)


def test_the_scripts_lead_to_the_tables(shelf: SqliteShelf) -> None:
    assert ScriptDirectory.from_config(migrate._config()).get_current_head() == migrate.HEAD
    with shelf._read.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
