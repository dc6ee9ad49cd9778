"""The Shelf: conversations and their turns, each its owner's alone. A call returns after its commit, or raises."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session, col, select

from app.domain.answers import Answer, Conversation, Turn
from app.domain.errors import UnknownNameError
from app.domain.people import Actor
from app.storage import answer_json, audit
from app.storage.database import Database, new_id, now
from app.storage.tables import ConversationRow, TurnRow

TITLE_LENGTH = 60


class SqlShelf:
    """Implements `app.domain.ports.Shelf`."""

    def __init__(self, database: Database, clock: Callable[[], str] = now) -> None:
        self._database = database
        self._now = clock

    def keep(
        self,
        owner: str,
        conversation: str | None,
        question: str,
        scope: str | None,
        answer: Answer,
        seconds: float,
    ) -> tuple[Conversation, Turn]:
        """The turn as kept at the end of `conversation`, or of a new one where None; all of it or nothing."""
        turn = TurnRow(
            conversation_id=conversation or new_id(),
            question=question,
            scope=scope,
            answer=answer_json.to_json(answer),
            seconds=seconds,
            asked_at=self._now(),
        )
        with self._database.writing() as session:
            if conversation is None:
                row = ConversationRow(
                    id=turn.conversation_id, title=_title(question), created_at=turn.asked_at, owner=owner
                )
                session.add(row)
                session.flush()  # the turn refers to it
            else:
                row = _find(session, conversation, owner)
            session.add(turn)
        return Conversation(row.id, row.title, row.created_at), _turn(turn)

    def conversation(self, id_: str, owner: str) -> Conversation:
        """The conversation with its turns; UnknownNameError where `owner` has none of that id."""
        with self._database.reading() as session:
            row = _find(session, id_, owner)
            wanted = select(TurnRow).where(TurnRow.conversation_id == id_).order_by(col(TurnRow.id))
            turns = tuple(_turn(turn) for turn in session.exec(wanted))
            return Conversation(row.id, row.title, row.created_at, turns)

    def conversations(self, owner: str, limit: int = 50) -> tuple[Conversation, ...]:
        """The owner's, newest first, without turns."""
        newest = (
            select(ConversationRow)
            .where(ConversationRow.owner == owner)
            .order_by(col(ConversationRow.created_at).desc())
            .limit(limit)
        )
        with self._database.reading() as session:
            return tuple(Conversation(row.id, row.title, row.created_at) for row in session.exec(newest))

    def delete(self, id_: str, actor: Actor) -> None:
        """Removes the actor's conversation and its turns; UnknownNameError where there is none."""
        with self._database.writing() as session:
            session.delete(_find(session, id_, actor.person.id))
            audit.append(session, actor, "conversation.delete", id_)


def _find(session: Session, id_: str, owner: str) -> ConversationRow:
    row = session.get(ConversationRow, id_)
    if row is None or row.owner != owner:
        raise UnknownNameError("没有这个对话：可能已被删除，或地址抄错了；请从“对话记录”里打开。")
    return row


def _turn(row: TurnRow) -> Turn:
    assert row.id is not None
    answer = answer_json.from_json(row.answer)
    return Turn(row.id, row.question, row.scope, answer, row.seconds, row.asked_at)


def _title(question: str) -> str:
    title = " ".join(question.split())
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1] + "…"
