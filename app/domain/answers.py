"""Answers: what a question gets. A refusal and a question asked back are answers too."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.evidence import Citation


class Kind(StrEnum):
    """What kind of reply the reader gets."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Statement:
    """One line of the reply, with the numbers (0-based) of the citations it rests on."""

    text: str
    citations: tuple[int, ...] = ()
    item: bool = False  # a list item rather than a sentence


@dataclass(frozen=True)
class Answer:
    """The reply: statements, then the clauses they rest on, then what the source leaves torn."""

    kind: Kind
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()  # contradictions, damage and inferences the reader must know of
    choices: tuple[str, ...] = ()  # for a question asked back: full questions to choose from
    related: tuple[str, ...] = ()  # suggested next questions
    method: str = ""  # which look-up or search answered, for the "why" panel
    schemes: tuple[str, ...] = ()  # schemes the reply speaks of

    @property
    def text(self) -> str:
        """What the user reads, in plain text."""
        lines = [f"· {s.text}" if s.item else s.text for s in self.statements]
        lines.extend(f"注：{note}" for note in self.notes)
        return "\n".join(lines)


@dataclass(frozen=True)
class Turn:
    """A question and its reply, as kept in a conversation."""

    id: int
    question: str
    scope: str | None
    answer: Answer
    seconds: float
    asked_at: str  # ISO 8601, UTC


@dataclass(frozen=True)
class Conversation:
    """A conversation as kept; `turns` oldest first."""

    id: str
    title: str
    created_at: str
    turns: tuple[Turn, ...] = ()
