"""The tables. A change here needs a migration in `migrations/versions` (a test compares the two)."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class ConversationRow(SQLModel, table=True):
    """A conversation; its turns are rows of their own."""

    __tablename__ = "conversation"

    id: str = Field(primary_key=True)
    title: str
    created_at: str = Field(index=True)  # ISO 8601, UTC


class TurnRow(SQLModel, table=True):
    """A question and its answer (JSON of `answer_json`)."""

    __tablename__ = "turn"

    id: int | None = Field(default=None, primary_key=True)
    conversation_id: str = Field(foreign_key="conversation.id", ondelete="CASCADE", index=True)
    question: str
    scope: str | None = None
    answer: str
    seconds: float
    asked_at: str  # ISO 8601, UTC
