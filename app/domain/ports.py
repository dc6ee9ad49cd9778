"""Protocols, only where two implementations exist."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from app.domain.answers import Answer, Conversation, Turn
from app.domain.people import Actor

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Embedder(Protocol):
    """Texts → unit vectors. `fingerprint` changes whenever the vectors would."""

    @property
    def dimension(self) -> int: ...

    @property
    def fingerprint(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 of shape (len(texts), dimension), rows of length 1 (or all zero for text without features)."""
        ...


class Shelf(Protocol):
    """Conversations kept for good, each its owner's alone: what a call returns has been committed."""

    def keep(
        self,
        owner: str,
        conversation: str | None,
        question: str,
        scope: str | None,
        answer: Answer,
        seconds: float,
    ) -> tuple[Conversation, Turn]:
        """The turn at the end of `conversation`, or of a new one where None; all of it or nothing."""
        ...

    def conversation(self, id_: str, owner: str) -> Conversation:
        """The conversation with its turns; UnknownNameError where `owner` has none of that id."""
        ...

    def conversations(self, owner: str, limit: int = 50) -> tuple[Conversation, ...]:
        """Newest first, without turns."""
        ...

    def delete(self, id_: str, actor: Actor) -> None: ...
