"""The questions that are asked of an assistant whose index was broken, and when an answer to one is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.answers import Answer, Kind
from app.measuring.questions import read_questions
from app.measuring.strict import Wanted, mistakes
from scripts._environment import ROOT

Ask = Callable[[str, Sequence[str]], Answer]  # a question and those before it, as an assistant takes them
LOOKED_UP, SEARCHED, REFUSED = 14, 8, 4  # questions of each road to an answer


@dataclass(frozen=True)
class Asked:
    """Own questions that a sound index answers right, with those answers."""

    questions: tuple[Wanted, ...]
    healthy: Mapping[str, Answer]

    @classmethod
    def of(cls, ask: Ask) -> Asked:
        """The first questions of each road that `ask`, on a sound index, answers right."""
        room = Counter({"looked up": LOOKED_UP, "searched": SEARCHED, "refused": REFUSED})
        healthy: dict[str, Answer] = {}
        chosen = []
        for wanted in read_questions(ROOT / "tests" / "questions" / "own.jsonl"):
            answer = ask(wanted.question, wanted.history)
            if room[_road(answer)] and not mistakes(wanted, answer):
                room[_road(answer)] -= 1
                chosen.append(wanted)
                healthy[wanted.id] = answer
        return cls(tuple(chosen), healthy)

    def wrong(self, ask: Ask) -> list[str]:
        """The questions that are answered wrongly; an assistant has audited every citation it gives."""
        return [
            wanted.question
            for wanted in self.questions
            if self._is_wrong(wanted, ask(wanted.question, wanted.history))
        ]

    def others(self, ask: Ask) -> list[str]:
        """The questions that are answered in other words or with other clauses than from a sound index."""
        return [
            wanted.question
            for wanted in self.questions
            if ask(wanted.question, wanted.history) != self.healthy[wanted.id]
        ]

    def _is_wrong(self, wanted: Wanted, answer: Answer) -> bool:
        """What is looked up must be said as ever; what is searched for may also be refused, and nothing else."""
        healthy = self.healthy[wanted.id]
        if _road(healthy) == "looked up":
            return bool(mistakes(wanted, answer)) or answer.text != healthy.text
        return bool(mistakes(wanted, answer)) and answer.kind is not Kind.REFUSE


def _road(answer: Answer) -> str:
    if answer.kind is Kind.REFUSE:
        return "refused"
    return "looked up" if answer.method.startswith("look-up") else "searched"
