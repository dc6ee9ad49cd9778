"""The only file that joins the rooms: settings → corpus → assistant → services.

Imports stand inside the functions, so that a command pays only for the rooms it enters: asking from the
command line never loads SQLModel or FastAPI, and nothing here loads torch with the shipped encoder.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.domain.answers import Answer, Conversation, Turn
from app.domain.corpus import Corpus
from app.domain.errors import QuestionError, StorageError
from app.domain.ports import Shelf
from app.settings import Settings

Log = Callable[[str], None]
HISTORY = 20  # earlier questions that a follow-up may lean on


class Answerer(Protocol):
    """Question → Answer: the assistant, or a double in tests."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What those who look after the corpus must know now, a sentence each."""
        ...

    def answer(self, question: str, history: Sequence[str] = (), scheme: str | None = None) -> Answer: ...

    def close(self) -> None:
        """Ends what runs beside, within seconds."""
        ...


@dataclass(frozen=True)
class Services:
    """What the doors open onto."""

    settings: Settings
    corpus: Corpus
    assistant: Answerer
    shelf: Shelf

    def answer(
        self, question: str, history: Sequence[str] = (), scheme: str | None = None
    ) -> tuple[Answer, float]:
        """The answer, kept nowhere, and the seconds it took."""
        return timed_answer(self.assistant, question, history, scheme)

    def ask(self, question: str, scheme: str | None, conversation: str | None) -> tuple[Conversation, Turn]:
        """The new turn, kept at the end of `conversation` (a new one where None)."""
        kept = self.shelf.conversation(conversation) if conversation else None
        history = [turn.question for turn in kept.turns] if kept else []
        answer, seconds = self.answer(question, history[-HISTORY:], scheme)
        if kept is not None:
            return kept, self.shelf.add_turn(kept.id, question, scheme, answer, seconds)
        begun = self.shelf.start(question)
        try:
            return begun, self.shelf.add_turn(begun.id, question, scheme, answer, seconds)
        except StorageError:
            with suppress(StorageError):  # no empty conversation is left behind
                self.shelf.delete(begun.id)
            raise

    def close(self) -> None:
        """Ends what runs beside and closes the shelf."""
        try:
            self.assistant.close()
        finally:
            self.shelf.close()


def timed_answer(
    assistant: Answerer, question: str, history: Sequence[str] = (), scheme: str | None = None
) -> tuple[Answer, float]:
    """The answer and the seconds it took; QuestionError for text that no encoding can hold."""
    try:
        "".join((question, *history)).encode()
    except UnicodeEncodeError:
        raise QuestionError("问题里有无法识别的字符；请删去乱码后重新输入。") from None
    began = time.perf_counter()
    answer = assistant.answer(question, history, scheme)
    return answer, time.perf_counter() - began


def load_corpus(settings: Settings) -> Corpus:
    """Everything in the corpus folder, checked."""
    from app.reading.corpus import read_corpus

    return read_corpus(settings.corpus_folder)


def load_assistant(settings: Settings, corpus: Corpus, log: Log, waiting: bool = True) -> Answerer:
    """The assistant on a verified index; a missing, stale or damaged one is rebuilt and `log` told.

    Where nobody is `waiting`, it answers by look-up and words alone until that is done.
    """
    from app.answering.assistant import open_assistant
    from app.engines.encoders import open_encoder

    return open_assistant(corpus, open_encoder(settings.encoder), settings.index_folder, log, waiting)


def build_index(settings: Settings) -> Path:
    """Brings the index up to date, whatever stands there; the folder it lies in."""
    from app.engines.encoders import open_encoder
    from app.indexing.folder import build

    build(load_corpus(settings), open_encoder(settings.encoder), settings.index_folder)
    return settings.index_folder


def load_services(settings: Settings, log: Log) -> Services:
    """All of it, for the server; the database first, because its faults are the quickest to find."""
    from app.storage.shelf import open_shelf

    shelf = open_shelf(settings.database)
    try:
        corpus = load_corpus(settings)
        assistant = load_assistant(settings, corpus, log, waiting=False)
        try:
            assistant.answer("诊改")  # loads now what the first question would wait for
            return Services(settings, corpus, assistant, shelf)
        except BaseException:
            assistant.close()
            raise
    except BaseException:
        shelf.close()
        raise
