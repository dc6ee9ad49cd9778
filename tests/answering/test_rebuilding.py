"""An index that must be rebuilt costs no waiting: answers by look-up and words at once, by meaning once it is made."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.answering import rebuilding
from app.answering.assistant import Assistant, open_assistant
from app.answering.clauses import SURE, SURE_BY_WORDS
from app.answering.rebuilding import COMING, FAILED, UNSAVED
from app.domain.answers import Answer, Kind
from app.domain.corpus import Corpus
from app.domain.errors import IndexFolderError
from app.domain.ports import Embedder
from app.indexing import store
from app.indexing.folder import build, build_in_memory, open_index
from app.indexing.store import CURRENT
from app.measuring.strict import Wanted, mistakes
from tests.indexing import given
from tests.indexing.given import Counting, without_asked

LOOK_UP, LOOKED_UP = "诊断点6.2要求什么", "预警机制"
NOT_BY_WORDS = "谁来带每个学生想清楚以后干啥 写成计划"  # 职业生涯规划, which it shares no word with
SOON = 60.0


@dataclass(frozen=True)
class Held(Counting):
    """Counting that encodes nothing before it is let go; `asked` is set once it has been asked to."""

    go: threading.Event = field(default_factory=threading.Event)
    asked: threading.Event = field(default_factory=threading.Event)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.set()
        assert self.go.wait(SOON)
        return super().encode(texts)


@dataclass(frozen=True)
class Broken(Counting):
    """An encoder that falls over."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise MemoryError("no room")


@dataclass
class Room:
    """A corpus without asked-as questions, an index folder of its own, and what was said."""

    corpus: Corpus
    folder: Path
    said: list[str] = field(default_factory=list)

    def open(self, embedder: Embedder) -> Assistant:
        return open_assistant(self.corpus, embedder, self.folder, self.said.append, waiting=False)


@pytest.fixture
def room(corpus: Corpus, tmp_path: Path) -> Room:
    (tmp_path / "empty").mkdir()
    return Room(without_asked(corpus, tmp_path / "empty"), tmp_path / "index")


@pytest.fixture(scope="module")
def by_words(corpus: Corpus) -> Assistant:
    """The assistant over the real corpus as it is before any vector is made."""
    return Assistant(corpus, build_in_memory(corpus, None), Broken())


def notices(assistant: Assistant) -> tuple[str, ...]:
    """What the assistant has to say now; another call may find another answer."""
    return assistant.notices


def by_meaning(assistant: Assistant) -> bool:
    """Whether vectors are compared now."""
    return assistant.desk.searcher.by_meaning


# --- before, during and after ---


def test_it_answers_before_anything_is_encoded_and_by_meaning_after(room: Room) -> None:
    held = Held()
    assistant = room.open(held)
    assert held.asked.wait(SOON)
    assert LOOKED_UP in assistant.answer(LOOK_UP).text
    assert not by_meaning(assistant)
    assert notices(assistant) == (COMING,)
    assert not assistant.settled(0)
    held.go.set()
    assert assistant.settled(SOON)
    assert by_meaning(assistant)
    assert notices(assistant) == ()
    assert LOOKED_UP in assistant.answer(LOOK_UP).text
    assert ["重建" in room.said[0], "已建好" in room.said[1], len(room.said)] == [True, True, 2]
    open_index(room.corpus, held, room.folder)


def test_a_sound_index_is_served_whole_from_the_start(room: Room) -> None:
    build(room.corpus, Counting(), room.folder)
    assistant = room.open(Counting())
    assert assistant.settled(0)
    assert by_meaning(assistant)
    assert notices(assistant) == ()
    assert room.said == []


def test_who_waits_is_given_the_whole_index(room: Room) -> None:
    assistant = open_assistant(room.corpus, Counting(), room.folder, room.said.append)
    assert assistant.settled(0)
    assert by_meaning(assistant)
    assert notices(assistant) == ()


def test_threads_that_ask_during_the_swap_get_the_answer_of_one_index_or_the_other(room: Room) -> None:
    held = Held()
    assistant = room.open(held)
    before = assistant.answer(NOT_BY_WORDS)
    found: list[Answer] = []
    failed: list[BaseException] = []
    begun, over = threading.Event(), threading.Event()

    def ask() -> None:
        try:
            while not over.is_set():
                found.append(assistant.answer(NOT_BY_WORDS))
                begun.set()
        except BaseException as error:
            failed.append(error)

    askers = [threading.Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    assert begun.wait(SOON)
    held.go.set()
    assert assistant.settled(SOON)
    after = assistant.answer(NOT_BY_WORDS)
    over.set()
    for asker in askers:
        asker.join(SOON)
    assert not failed
    assert after != before
    assert before in found
    assert all(answer in (before, after) for answer in found)


# --- a rebuild that fails ---


def full(*_args: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_full_disk_leaves_the_full_index_in_memory_and_a_notice(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "write_bytes", full)
    assistant = room.open(Counting())
    assert assistant.settled(SOON)
    assert by_meaning(assistant)
    assert notices(assistant) == (UNSAVED,)
    assert "No space left on device" in room.said[-1]
    assert "内存" in room.said[-1]
    assert not (room.folder / CURRENT).exists()


def test_a_folder_that_is_a_file_leaves_the_full_index_in_memory(room: Room) -> None:
    room.folder.write_text("not a folder", encoding="utf-8")
    assistant = room.open(Counting())
    assert assistant.settled(SOON)
    assert by_meaning(assistant)
    assert notices(assistant) == (UNSAVED,)


def test_who_waited_is_told_of_an_index_that_was_not_saved_too(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "write_bytes", full)
    assistant = open_assistant(room.corpus, Counting(), room.folder, room.said.append)
    assert notices(assistant) == (UNSAVED,)
    assert "内存" in room.said[-1]


def test_an_encoder_that_falls_over_leaves_look_up_and_a_notice(room: Room) -> None:
    assistant = room.open(Broken())
    assert assistant.settled(SOON)
    assert LOOKED_UP in assistant.answer(LOOK_UP).text
    assert notices(assistant) == (FAILED,)
    assert "MemoryError：no room" in room.said[-1]


# --- stopping ---


def test_a_stop_gives_up_what_is_not_yet_encoded_and_leaves_the_old_index(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(room.corpus, Counting("another"), room.folder)
    pointer = (room.folder / CURRENT).read_bytes()
    monkeypatch.setattr(rebuilding, "PIECE", 1)
    held = Held()
    assistant = room.open(held)
    assert held.asked.wait(SOON)
    threading.Timer(0.05, held.go.set).start()
    assistant.close()
    assert assistant.settled(0)
    assert not by_meaning(assistant)
    assert (room.folder / CURRENT).read_bytes() == pointer
    open_index(room.corpus, Counting("another"), room.folder)
    assert len(room.said) == 1  # nothing was built, nothing failed


def test_a_stop_waits_no_longer_than_it_may(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "PATIENCE", 0.05)
    held = Held()
    assistant = room.open(held)
    assert held.asked.wait(SOON)
    assistant.close()
    assert not assistant.settled(0)
    held.go.set()
    assert assistant.settled(SOON)


def test_an_assistant_that_rebuilds_nothing_is_closed_at_once(by_words: Assistant) -> None:
    by_words.close()
    assert by_words.settled(0)


def test_what_is_encoded_in_pieces_is_the_same(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [str(number) * number for number in range(1, 8)]
    whole = Counting().encode(texts)
    monkeypatch.setattr(rebuilding, "PIECE", 3)
    assert np.array_equal(rebuilding._Stoppable(Counting()).encode(texts), whole)


# --- by words alone ---


def test_words_alone_must_say_more() -> None:
    assert SURE_BY_WORDS > SURE


def test_what_words_do_not_find_is_not_called_missing(by_words: Assistant) -> None:
    found = by_words.answer(NOT_BY_WORDS)
    assert found.kind is Kind.REFUSE
    assert "只按字面查找，没有找到有把握的条款" in found.text
    assert "再问一次" in found.text
    assert "没有规定" not in found.text


def test_in_english_too(by_words: Assistant) -> None:
    found = by_words.answer("who pays for the weather")
    assert found.kind is Kind.REFUSE
    assert "words of this question alone" in found.text
    assert "do not say" not in found.text


Asked = tuple[Wanted, Answer, Answer]


@pytest.fixture(scope="module")
def own(by_words: Assistant, assistant: Assistant) -> list[Asked]:
    """The project's own questions, each with its answer by meaning and by words alone."""
    asked = [Wanted.read(line) for line in given.own_questions()]
    return [
        (w, assistant.answer(w.question, w.history), by_words.answer(w.question, w.history)) for w in asked
    ]


def test_what_is_looked_up_is_answered_by_words_alone_as_ever(own: list[Asked]) -> None:
    looked_up = [(healthy, found) for _, healthy, found in own if healthy.method.startswith("look-up")]
    assert len(looked_up) > 100
    assert all(found.text == healthy.text for healthy, found in looked_up)
    assert all(found.citations == healthy.citations for healthy, found in looked_up)


def test_no_own_question_is_answered_wrongly_only_because_meanings_are_missing(own: list[Asked]) -> None:
    """What words alone do not find is refused, and in words that do not deny it."""
    worse = [
        found for wanted, healthy, found in own if mistakes(wanted, found) and not mistakes(wanted, healthy)
    ]
    assert worse
    assert {found.method for found in worse} == {"refused: not found by words alone"}


def test_no_own_question_without_an_answer_is_answered_by_words_alone(own: list[Asked]) -> None:
    kinds = [found.kind for wanted, _, found in own if wanted.expect == "refuse"]
    assert len(kinds) > 20
    assert set(kinds) == {Kind.REFUSE}


def test_a_damaged_index_is_never_opened_by_words_alone(room: Room) -> None:
    """What is served meanwhile is made from the corpus, not from what is left of the folder."""
    build(room.corpus, Counting(), room.folder)
    for file in (room.folder / "segments").iterdir():
        file.write_bytes(b"")
    with pytest.raises(IndexFolderError):
        open_index(room.corpus, Counting(), room.folder)
    assistant = room.open(Counting())
    assert LOOKED_UP in assistant.answer(LOOK_UP).text
    assert assistant.settled(SOON)
    open_index(room.corpus, Counting(), room.folder)
