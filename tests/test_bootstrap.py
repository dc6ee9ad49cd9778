"""Asking and keeping: a turn is kept whole, or nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.answers import Answer
from app.domain.errors import QuestionError, StorageError
from app.domain.people import LOCAL, Actor
from tests.doors import FakeAssistant, services

ME = Actor(LOCAL)


def test_a_follow_up_gets_the_questions_before_it(tmp_path: Path) -> None:
    assistant = FakeAssistant()
    opened = services(tmp_path, assistant=assistant)
    kept, first = opened.ask(ME, "一", None, None)
    again, second = opened.ask(ME, "二", "foshan", kept.id)
    assert again.id == kept.id
    assert opened.shelf.conversation(kept.id, "local").turns == (first, second)
    assert assistant.asked == [("一", (), None), ("二", ("一",), "foshan")]
    opened.close()


def test_a_question_that_cannot_be_taken_leaves_nothing(tmp_path: Path) -> None:
    opened = services(tmp_path)
    with pytest.raises(QuestionError):
        opened.ask(ME, " ", None, None)
    with pytest.raises(QuestionError, match="乱码"):
        opened.ask(ME, "\ud800", None, None)
    assert opened.shelf.conversations("local") == ()
    opened.close()


def test_a_turn_that_cannot_be_saved_leaves_no_empty_conversation(
    tmp_path: Path,
) -> None:
    opened = services(tmp_path)
    with opened.database.writing() as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON turn BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    with pytest.raises(StorageError, match="没有保存"):
        opened.ask(ME, "一", None, None)
    assert opened.shelf.conversations("local") == ()
    opened.close()


def test_an_answer_alone_is_kept_nowhere(tmp_path: Path) -> None:
    opened = services(tmp_path)
    answer, seconds = opened.answer("一")
    assert isinstance(answer, Answer)
    assert seconds >= 0
    assert opened.shelf.conversations("local") == ()
    opened.close()


def test_what_may_be_read_is_handed_on(tmp_path: Path) -> None:
    assistant, foshan = FakeAssistant(), frozenset({"foshan"})
    opened = services(tmp_path, assistant=assistant)
    opened.answer("一")
    opened.answer("一", reading=foshan)
    opened.ask(ME, "一", None, None, reading=foshan)
    opened.ask(ME, "一", None, None)
    assert assistant.read == [None, foshan, foshan, None]
    opened.close()


def test_the_corpus_of_a_reader_is_made_once(tmp_path: Path) -> None:
    opened = services(tmp_path)
    foshan = opened.corpus_for(frozenset({"foshan"}))
    assert foshan.documents.keys() == {"foshan"}
    assert opened.corpus_for(frozenset({"foshan", "unknown"})) is foshan
    assert opened.corpus_for(None) is opened.corpus
    assert opened.corpus_for(frozenset({"foshan", "chongqing"})) is opened.corpus
    assert opened.corpus_for(frozenset()).documents == {}
    opened.close()
