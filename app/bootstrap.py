"""The only file that joins the rooms: settings → corpus → assistant → services.

Imports stand inside the functions, so that a command pays only for the rooms it enters: asking from the
command line never loads SQLModel or FastAPI, and nothing here loads torch with the shipped encoder.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Protocol

from app.domain.answers import Answer, Conversation, Turn
from app.domain.corpus import Corpus
from app.domain.errors import QuestionError, StorageError
from app.domain.ports import Shelf
from app.settings import Settings

Log = Callable[[str], None]
HISTORY = 20  # earlier questions that a follow-up may lean on
RESTRICTED = 16  # corpora kept beside the whole one, for those who may not read all of it


class Answerer(Protocol):
    """Question → Answer: the assistant, or a double in tests."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What those who look after the corpus must know now, a sentence each."""
        ...

    def answer(
        self,
        question: str,
        history: Sequence[str] = (),
        scheme: str | None = None,
        reading: frozenset[str] | None = None,
    ) -> Answer:
        """The answer within the documents `reading`, all where None."""
        ...


@dataclass(frozen=True)
class Services:
    """What the doors open onto."""

    settings: Settings
    corpus: Corpus
    assistant: Answerer
    shelf: Shelf

    def corpus_for(self, reading: frozenset[str] | None) -> Corpus:
        """The corpus without all documents but `reading`; the whole of it where None."""
        return (
            self.corpus
            if reading is None
            else self._restricted(frozenset(reading & self.corpus.documents.keys()))
        )

    @cached_property
    def _restricted(self) -> Callable[[frozenset[str]], Corpus]:
        return lru_cache(RESTRICTED)(self.corpus.restricted)

    def answer(
        self,
        question: str,
        history: Sequence[str] = (),
        scheme: str | None = None,
        *,
        reading: frozenset[str] | None = None,
    ) -> tuple[Answer, float]:
        """The answer within the documents `reading`, kept nowhere, and the seconds it took."""
        return timed_answer(self.assistant, question, history, scheme, reading=reading)

    def ask(
        self,
        question: str,
        scheme: str | None,
        conversation: str | None,
        *,
        reading: frozenset[str] | None = None,
    ) -> tuple[Conversation, Turn]:
        """The new turn, kept at the end of `conversation` (a new one where None)."""
        kept = self.shelf.conversation(conversation) if conversation else None
        history = [turn.question for turn in kept.turns] if kept else []
        answer, seconds = self.answer(question, history[-HISTORY:], scheme, reading=reading)
        if kept is not None:
            return kept, self.shelf.add_turn(kept.id, question, scheme, answer, seconds)
        begun = self.shelf.start(question)
        try:
            return begun, self.shelf.add_turn(begun.id, question, scheme, answer, seconds)
        except StorageError:
            with suppress(StorageError):  # no empty conversation is left behind
                self.shelf.delete(begun.id)
            raise


def timed_answer(
    assistant: Answerer,
    question: str,
    history: Sequence[str] = (),
    scheme: str | None = None,
    *,
    reading: frozenset[str] | None = None,
) -> tuple[Answer, float]:
    """The answer and the seconds it took; QuestionError for text that no encoding can hold."""
    try:
        "".join((question, *history)).encode()
    except UnicodeEncodeError:
        raise QuestionError("问题里有无法识别的字符；请删去乱码后重新输入。") from None
    began = time.perf_counter()
    answer = assistant.answer(question, history, scheme, reading)
    return answer, time.perf_counter() - began


def load_corpus(settings: Settings) -> Corpus:
    """Everything in the corpus folder, checked."""
    from app.reading.corpus import read_corpus

    return read_corpus(settings.corpus_folder)


def load_assistant(settings: Settings, corpus: Corpus, log: Log) -> Answerer:
    """The assistant on a verified index; a missing, stale or damaged one is rebuilt and `log` told."""
    from app.answering.assistant import open_assistant
    from app.engines.encoders import open_encoder

    return open_assistant(corpus, open_encoder(settings.encoder), settings.index_folder, log)


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
        assistant = load_assistant(settings, corpus, log)
        assistant.answer("诊改")  # loads now what the first question would wait for
        return Services(settings, corpus, assistant, shelf)
    except BaseException:
        shelf.close()
        raise
