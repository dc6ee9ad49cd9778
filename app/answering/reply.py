"""An answer in the making: statements and the citations they rest on, each clause cited once."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.answers import Answer, Kind, Statement
from app.domain.evidence import Citation

MOST_CITED = 1500  # characters of quoted text a reader is asked to look through, unless a list needs more


class Reply:
    """Collects statements; `done` gives the answer."""

    def __init__(self, method: str) -> None:
        self._method = method
        self._statements: list[Statement] = []
        self._citations: list[Citation] = []
        self._notes: list[str] = []

    def cite(self, *citations: Citation) -> tuple[int, ...]:
        """The numbers of the citations in this answer; one already there is not repeated."""
        numbers = []
        for citation in citations:
            for number, known in enumerate(self._citations):
                if known.document == citation.document and known.spans == citation.spans:
                    numbers.append(number)
                    break
            else:
                self._citations.append(citation)
                numbers.append(len(self._citations) - 1)
        return tuple(numbers)

    def say(self, text: str, *citations: Citation, item: bool = False) -> None:
        """One line of the reply with what it rests on."""
        self._statements.append(Statement(text, self.cite(*citations), item))

    def first(self, text: str, *citations: Citation) -> None:
        """A line that goes before all others (a corrected premise)."""
        self._statements.insert(0, Statement(text, self.cite(*citations)))

    def note(self, *texts: str) -> None:
        """What the reader must know of the source, each once."""
        for text in texts:
            if text and text not in self._notes:
                self._notes.append(text)

    def add(self, other: Answer) -> None:
        """All of another answer, after what is here."""
        for statement in other.statements:
            cited = (other.citations[number] for number in statement.citations)
            self.say(statement.text, *cited, item=statement.item)
        self.cite(*other.citations)
        self.note(*other.notes)

    @property
    def length(self) -> int:
        """Characters said so far."""
        return sum(len(statement.text) for statement in self._statements)

    @property
    def cited(self) -> int:
        """Characters quoted so far."""
        return sum(len(citation.text) for citation in self._citations)

    def done(
        self,
        kind: Kind = Kind.ANSWER,
        choices: Iterable[str] = (),
        schemes: Iterable[str] = (),
    ) -> Answer:
        """The answer as collected."""
        return Answer(
            kind,
            tuple(self._statements),
            tuple(self._citations),
            tuple(self._notes),
            tuple(choices),
            method=self._method,
            schemes=tuple(schemes),
        )
