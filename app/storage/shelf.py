"""The Shelf on SQLite: conversations and their turns. A call returns after its commit, or raises."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from app.domain.answers import Answer, Conversation, Turn
from app.domain.errors import StorageError, UnknownNameError
from app.storage import answer_json, engine, migrate
from app.storage.tables import ConversationRow, TurnRow

TITLE_LENGTH = 60


def open_shelf(path: Path) -> SqliteShelf:
    """The shelf at `path`, created or brought up to date; StorageError where it cannot be used."""
    with engine.errors_told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        database = engine.create(path)
        try:
            _check(database, path)
            migrate.upgrade(database)
            _check_writable(database)
        except BaseException:
            database.dispose()
            raise
    return SqliteShelf(database, path)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _new_id() -> str:
    return secrets.token_urlsafe(9)


class SqliteShelf:
    """Implements `app.domain.ports.Shelf`."""

    def __init__(
        self,
        database: Engine,
        path: Path,
        now: Callable[[], str] = _now,
        new_id: Callable[[], str] = _new_id,
    ) -> None:
        self._read = database
        self._write = engine.writing(database)
        self._path = path
        self._now = now
        self._new_id = new_id

    def start(self, title: str) -> Conversation:
        """A new conversation without turns."""
        row = ConversationRow(id=self._new_id(), title=_title(title), created_at=self._now())
        started = Conversation(row.id, row.title, row.created_at)
        with engine.errors_told(self._path), Session(self._write) as session:
            session.add(row)
            session.commit()
        return started

    def add_turn(
        self, conversation: str, question: str, scope: str | None, answer: Answer, seconds: float
    ) -> Turn:
        """The turn as kept at the end of `conversation`."""
        row = TurnRow(
            conversation_id=conversation,
            question=question,
            scope=scope,
            answer=answer_json.to_json(answer),
            seconds=seconds,
            asked_at=self._now(),
        )
        with (
            engine.errors_told(self._path),
            Session(self._write, expire_on_commit=False) as session,
        ):
            _find(session, conversation)
            session.add(row)
            session.commit()
        return _turn(row)

    def conversation(self, id_: str) -> Conversation:
        """The conversation with its turns; UnknownNameError where there is none."""
        with engine.errors_told(self._path), Session(self._read) as session:
            row = _find(session, id_)
            wanted = select(TurnRow).where(TurnRow.conversation_id == id_).order_by(col(TurnRow.id))
            turns = tuple(_turn(turn) for turn in session.exec(wanted))
            return Conversation(row.id, row.title, row.created_at, turns)

    def conversations(self, limit: int = 50) -> tuple[Conversation, ...]:
        """Newest first, without turns."""
        newest = select(ConversationRow).order_by(col(ConversationRow.created_at).desc()).limit(limit)
        with engine.errors_told(self._path), Session(self._read) as session:
            return tuple(Conversation(row.id, row.title, row.created_at) for row in session.exec(newest))

    def delete(self, id_: str) -> None:
        """Removes the conversation and its turns; UnknownNameError where there is none."""
        with engine.errors_told(self._path), Session(self._write) as session:
            session.delete(_find(session, id_))
            session.commit()

    def close(self) -> None:
        self._read.dispose()


def _find(session: Session, id_: str) -> ConversationRow:
    row = session.get(ConversationRow, id_)
    if row is None:
        raise UnknownNameError("没有这个对话：可能已被删除，或地址抄错了；请从“对话记录”里打开。")
    return row


def _turn(row: TurnRow) -> Turn:
    assert row.id is not None
    answer = answer_json.from_json(row.answer)
    return Turn(row.id, row.question, row.scope, answer, row.seconds, row.asked_at)


def _title(question: str) -> str:
    title = " ".join(question.split())
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1] + "…"


def _check(database: Engine, path: Path) -> None:
    with database.connect() as connection:
        if connection.execute(text("PRAGMA quick_check(1)")).scalar() != "ok":
            raise StorageError(f"数据库 {path} 已损坏；请把它移走（程序会新建一个），或用备份恢复。")


def _check_writable(database: Engine) -> None:
    """Fails now rather than at the first question: takes the write lock and changes nothing that shows."""
    with engine.writing(database).begin() as connection:
        version = connection.execute(text("PRAGMA user_version")).scalar()
        connection.execute(text(f"PRAGMA user_version = {int(version or 0)}"))
