"""Asking and keeping: a turn is kept whole, or nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.answers import Answer, Turn
from app.domain.errors import QuestionError, StorageError
from app.storage.shelf import SqliteShelf, open_shelf
from tests.doors import FakeAssistant, services


def test_a_follow_up_gets_the_questions_before_it(tmp_path: Path) -> None:
    assistant = FakeAssistant()
    opened = services(tmp_path, assistant=assistant)
    kept, first = opened.ask("一", None, None)
    again, second = opened.ask("二", "foshan", kept.id)
    assert again.id == kept.id
    assert opened.shelf.conversation(kept.id).turns == (first, second)
    assert assistant.asked == [("一", (), None), ("二", ("一",), "foshan")]
    opened.shelf.close()


def test_a_question_that_cannot_be_taken_leaves_nothing(tmp_path: Path) -> None:
    opened = services(tmp_path)
    with pytest.raises(QuestionError):
        opened.ask(" ", None, None)
    with pytest.raises(QuestionError, match="乱码"):
        opened.ask("\ud800", None, None)
    assert opened.shelf.conversations() == ()
    opened.shelf.close()


def test_a_turn_that_cannot_be_saved_leaves_no_empty_conversation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Turn:
        raise StorageError("磁盘已满。")

    monkeypatch.setattr(SqliteShelf, "add_turn", full)
    opened = services(tmp_path, shelf=open_shelf(tmp_path / "zhengai.sqlite3"))
    with pytest.raises(StorageError, match="磁盘已满"):
        opened.ask("一", None, None)
    assert opened.shelf.conversations() == ()
    opened.shelf.close()


def test_an_answer_alone_is_kept_nowhere(tmp_path: Path) -> None:
    opened = services(tmp_path)
    answer, seconds = opened.answer("一")
    assert isinstance(answer, Answer)
    assert seconds >= 0
    assert opened.shelf.conversations() == ()
    opened.shelf.close()


def test_what_may_be_read_is_handed_on(tmp_path: Path) -> None:
    assistant, foshan = FakeAssistant(), frozenset({"foshan"})
    opened = services(tmp_path, assistant=assistant)
    opened.answer("一")
    opened.answer("一", reading=foshan)
    opened.ask("一", None, None, reading=foshan)
    opened.ask("一", None, None)
    assert assistant.read == [None, foshan, foshan, None]
    opened.shelf.close()


def test_the_corpus_of_a_reader_is_made_once(tmp_path: Path) -> None:
    opened = services(tmp_path)
    foshan = opened.corpus_for(frozenset({"foshan"}))
    assert foshan.documents.keys() == {"foshan"}
    assert opened.corpus_for(frozenset({"foshan", "unknown"})) is foshan
    assert opened.corpus_for(None) is opened.corpus
    assert opened.corpus_for(frozenset({"foshan", "chongqing"})) is opened.corpus
    assert opened.corpus_for(frozenset()).documents == {}
    opened.shelf.close()
