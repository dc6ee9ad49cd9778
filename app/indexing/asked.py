"""Asked-as entries → questions attached to passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.corpus import Absent, AskedAs
from app.domain.documents import Span
from app.domain.evidence import Passage

NOWHERE = -1


@dataclass(frozen=True)
class AskedQuestion:
    """A question, the passage that answers it, and the part of it that does (`focus`, may be empty).

    For a question no document answers `passage` is NOWHERE and `absent` the place of its matter in the list.
    """

    text: str
    passage: int
    focus: tuple[Span, ...] = ()
    absent: int = -1


def attach(entries: Iterable[AskedAs], found: Sequence[Passage]) -> tuple[AskedQuestion, ...]:
    """Each question with the passage that overlaps its quote most; entries without a passage are left out."""
    by_point = {passage.point: passage for passage in found if passage.point}
    by_document: dict[str, list[Passage]] = {}
    for passage in found:
        by_document.setdefault(passage.document, []).append(passage)
    questions: list[AskedQuestion] = []
    for entry in entries:
        owner = (
            by_point.get(entry.point) if entry.point else _owner(entry, by_document.get(entry.document, []))
        )
        if owner is not None:
            questions.extend(AskedQuestion(text, owner.id, entry.spans) for text in entry.questions)
    return tuple(questions)


def unanswered(matters: Iterable[Absent]) -> tuple[AskedQuestion, ...]:
    """The questions of matters no document settles."""
    return tuple(AskedQuestion(text, NOWHERE, (), i) for i, m in enumerate(matters) for text in m.questions)


def _owner(entry: AskedAs, candidates: Iterable[Passage]) -> Passage | None:
    best, most = None, 0
    for passage in candidates:
        shared = sum(one.shared(other) for one in entry.spans for other in passage.spans)
        if shared > most:
            best, most = passage, shared
    return best
