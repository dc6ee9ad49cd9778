"""The shelf keeps conversations, each its owner's alone, and says so only when they are kept."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text

from app.domain.answers import Answer, Kind, Statement
from app.domain.errors import StorageError, UnknownNameError
from app.domain.people import LOCAL, Actor
from app.domain.ports import Shelf
from app.storage.database import Database, open_database
from app.storage.shelf import SqlShelf

ANSWER = Answer(Kind.ANSWER, (Statement("佛山方案 37 个诊断点。", (0,)),))
ME = Actor(LOCAL)


@pytest.fixture
def shelf(database: Database) -> SqlShelf:
    return SqlShelf(database)


def test_it_is_a_shelf(shelf: SqlShelf) -> None:
    port: Shelf = shelf
    assert port.conversations("local") == ()


def test_a_turn_is_there_after_reopening(url: str) -> None:
    database = open_database(url)
    question = "教务处牵头\n哪些诊断点"
    started, turn = SqlShelf(database).keep("local", None, question, "foshan", ANSWER, 0.01)
    database.close()
    reopened = open_database(url)
    kept = SqlShelf(reopened).conversation(started.id, "local")
    reopened.close()
    assert kept.title == "教务处牵头 哪些诊断点"
    assert kept.turns == (turn,)
    assert (turn.answer, turn.scope, turn.question) == (ANSWER, "foshan", question)


def test_conversations_come_newest_first_and_turns_oldest_first(database: Database) -> None:
    clock = iter(f"2026-01-0{day}" for day in range(1, 9))
    shelf = SqlShelf(database, clock=lambda: next(clock))
    first, _ = shelf.keep("local", None, "一", None, ANSWER, 0)
    second, _ = shelf.keep("local", None, "二", None, ANSWER, 0)
    shelf.keep("local", first.id, "乙", None, ANSWER, 0)
    assert [one.id for one in shelf.conversations("local")] == [second.id, first.id]
    assert [one.id for one in shelf.conversations("local", limit=1)] == [second.id]
    assert [turn.question for turn in shelf.conversation(first.id, "local").turns] == ["一", "乙"]


def test_a_long_title_is_cut(shelf: SqlShelf) -> None:
    assert len(shelf.keep("local", None, "长" * 500, None, ANSWER, 0)[0].title) == 60


def test_deleting_takes_the_turns_along(shelf: SqlShelf, database: Database) -> None:
    started, _ = shelf.keep("local", None, "一", None, ANSWER, 0)
    shelf.delete(started.id, ME)
    with database.reading() as session:
        assert session.connection().execute(text("select count(*) from turn")).scalar() == 0


def test_nobody_else_can_open_continue_list_or_delete_it(shelf: SqlShelf) -> None:
    started, _ = shelf.keep("li", None, "一", None, ANSWER, 0)
    assert shelf.conversations("wang") == ()
    for attempt in (
        lambda: shelf.conversation(started.id, "wang"),
        lambda: shelf.keep("wang", started.id, "二", None, ANSWER, 0),
        lambda: shelf.delete(started.id, ME),
    ):
        with pytest.raises(UnknownNameError):
            attempt()
    assert len(shelf.conversation(started.id, "li").turns) == 1


def test_an_unknown_conversation_is_named_as_such(shelf: SqlShelf) -> None:
    for attempt in (
        lambda: shelf.conversation("没有", "local"),
        lambda: shelf.delete("没有", ME),
        lambda: shelf.keep("local", "没有", "问", None, ANSWER, 0),
    ):
        with pytest.raises(UnknownNameError):
            attempt()


def test_many_writers_at_once_lose_nothing(shelf: SqlShelf) -> None:
    started, _ = shelf.keep("local", None, "一", None, ANSWER, 0)

    def write() -> None:
        for number in range(5):
            shelf.keep("local", started.id, str(number), None, ANSWER, 0)

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shelf.conversation(started.id, "local").turns) == 31


def test_of_a_turn_that_cannot_be_kept_nothing_is_kept(shelf: SqlShelf, database: Database) -> None:
    with database.writing() as session:
        session.connection().execute(text("ALTER TABLE turn RENAME TO gone"))
    with pytest.raises(StorageError, match="没有保存"):
        shelf.keep("local", None, "一", None, ANSWER, 0)
    assert shelf.conversations("local") == ()
