"""The only file that joins the rooms: settings → corpus → assistant → services.

Imports stand inside the functions, so that a command pays only for the rooms it enters: asking from the
command line never loads SQLModel or FastAPI, and nothing here loads torch with the shipped encoder.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.domain.answers import Answer, Conversation, Turn
from app.domain.corpus import Corpus
from app.domain.errors import QuestionError
from app.domain.people import Actor, Person, Role
from app.domain.ports import Shelf
from app.settings import Settings

if TYPE_CHECKING:
    from app.access.access import Access
    from app.access.single_sign_on import SingleSignOn
    from app.drafting.earlier import EarlierReports
    from app.storage.database import Database
    from app.storage.originals import Originals
    from app.storage.proposals import Proposals
    from app.storage.reports import Reports
    from app.storage.scrub import Scrub
    from app.storage.worksheets import Worksheets

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

    def close(self) -> None:
        """Ends what runs beside, within seconds."""
        ...


@dataclass(frozen=True)
class Services:
    """What the doors open onto."""

    settings: Settings
    corpus: Corpus
    assistant: Answerer
    database: Database
    shelf: Shelf
    access: Access
    worksheets: Worksheets
    originals: Originals
    reports: Reports
    proposals: Proposals
    single_sign_on: SingleSignOn | None = None
    scrub: Scrub | None = None  # runs while a server does

    @property
    def notices(self) -> tuple[str, ...]:
        """What those who look after it all must know now, a sentence each."""
        return (*self.assistant.notices, *(self.scrub.notices if self.scrub else ()))

    def reading(self, actor: Actor) -> frozenset[str] | None:
        """The documents the actor's role may read; None where that is all of them."""
        every = self.corpus.documents.keys()
        allowed = self.access.rules.readable(actor.person.role, every)
        return None if len(allowed) == len(every) else allowed

    def corpus_for(self, reading: frozenset[str] | None) -> Corpus:
        """The corpus without all documents but `reading`; the whole of it where None."""
        known = self.corpus.documents.keys()
        return self.corpus if reading is None else self._restricted(frozenset(reading & known))

    @cached_property
    def _restricted(self) -> Callable[[frozenset[str]], Corpus]:
        return lru_cache(RESTRICTED)(self.corpus.restricted)

    @cached_property
    def searched(self) -> dict[tuple[tuple[str, str], ...], EarlierReports]:
        """Sets of earlier reports (by their ids) made ready for searching."""
        return {}

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
        actor: Actor,
        question: str,
        scheme: str | None,
        conversation: str | None,
        *,
        reading: frozenset[str] | None = None,
    ) -> tuple[Conversation, Turn]:
        """The new turn, kept at the end of the actor's `conversation` (a new one where None)."""
        owner = actor.person.id
        kept = self.shelf.conversation(conversation, owner) if conversation else None
        history = [turn.question for turn in kept.turns] if kept else []
        answer, seconds = self.answer(question, history[-HISTORY:], scheme, reading=reading)
        return self.shelf.keep(owner, conversation, question, scheme, answer, seconds)

    def close(self) -> None:
        """Ends what runs beside and closes the database."""
        try:
            if self.scrub:
                self.scrub.stop()
            self.assistant.close()
        finally:
            self.database.close()


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
        unreadable = b"\x00" in "".join((question, *history)).encode()  # which PostgreSQL does not keep
    except UnicodeEncodeError:
        unreadable = True
    if unreadable:
        raise QuestionError("问题里有无法识别的字符；请删去乱码后重新输入。")
    began = time.perf_counter()
    answer = assistant.answer(question, history, scheme, reading)
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
    from app.storage.database import open_database
    from app.storage.scrub import Scrub

    database = open_database(settings.database)
    try:
        corpus = load_corpus(settings)
        assistant = load_assistant(settings, corpus, log, waiting=False)
        try:
            assistant.answer("诊改")  # loads now what the first question would wait for
            services = assembled(settings, corpus, assistant, database)
            scrub = Scrub(database, services.originals, settings.scrub_hour, log)
            scrub.start()
            return replace(services, scrub=scrub)
        except BaseException:
            assistant.close()
            raise
    except BaseException:
        database.close()
        raise


class _Silent:
    """In the assistant's place where nothing is asked."""

    notices: tuple[str, ...] = ()

    def answer(
        self,
        question: str,
        history: Sequence[str] = (),
        scheme: str | None = None,
        reading: frozenset[str] | None = None,
    ) -> Answer:
        raise NotImplementedError

    def close(self) -> None:
        pass


def without_answers(settings: Settings, corpus: Corpus, database: Database) -> Services:
    """The services for commands that keep and read reports but ask nothing."""
    return assembled(settings, corpus, _Silent(), database)


def assembled(
    settings: Settings, corpus: Corpus, assistant: Answerer, database: Database, shelf: Shelf | None = None
) -> Services:
    """The services over an open database."""
    from app.storage.originals import Originals
    from app.storage.proposals import Proposals
    from app.storage.reports import Reports
    from app.storage.shelf import SqlShelf
    from app.storage.worksheets import Worksheets

    return Services(
        settings,
        corpus,
        assistant,
        database,
        shelf or SqlShelf(database),
        open_access(settings, database),
        Worksheets(database),
        Originals(settings.originals),
        Reports(database),
        Proposals(database),
        open_single_sign_on(settings),
    )


def open_single_sign_on(settings: Settings) -> SingleSignOn | None:
    """The college's own login where the settings name one; nothing is asked of it yet."""
    if not (settings.oidc_issuer and settings.oidc_client_id and settings.oidc_client_secret):
        return None
    from app.access.single_sign_on import SingleSignOn

    return SingleSignOn(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret.get_secret_value(),
        f"{settings.public_url}/login/oidc/callback",
    )


def console() -> Actor:
    """Whoever may use the machine's command line on the data folder has every right; the log says who it was."""
    import getpass

    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # no such user in a container
        user = "?"
    return Actor(Person("console", f"命令行 {user}", f"命令行 {user}", Role.ADMINISTRATOR), "console")


def index_state(settings: Settings, corpus: Corpus) -> str:
    """What the verified index holds, one line; IndexFolderError where it is missing, stale or damaged."""
    from app.engines.encoders import open_encoder
    from app.indexing.folder import open_index

    index = open_index(corpus, open_encoder(settings.encoder), settings.index_folder)
    count = len(corpus.documents)
    return f"{count} 份文件，{len(index.passages)} 个条款段落，{len(index.questions)} 个问法，校验无误"


def open_access(settings: Settings, database: Database) -> Access:
    """Accounts and the ways in, under the policy and limits of the settings."""
    from app.access.access import Access
    from app.access.passwords import POLICIES, Passwords
    from app.storage.logins import Limits

    limits = Limits(timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours))
    return Access(database, Passwords(POLICIES[settings.password_policy]), limits)
