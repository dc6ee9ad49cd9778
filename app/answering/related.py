"""Questions to go on with: what others ask of the clauses an answer rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from app.answering.desk import Desk
from app.domain.answers import Answer, Kind
from app.domain.evidence import Citation, Passage
from app.indexing.words import squeeze

MOST = 3
_ASKS = re.compile(r"哪|什么|谁|几|多少|怎么|怎样|如何|是否|多久|吗")
SHORTEST, LONGEST = 8, 24  # characters of a question worth showing


def with_related(answer: Answer, asked: str, desk: Desk) -> Answer:
    """`answer` with up to three asked-as questions of its leading clauses, none of them the one just asked."""
    if answer.kind is not Kind.ANSWER:
        return answer
    found: list[str] = []
    for citation in answer.citations[:3]:
        for passage in _passages(citation, desk.searcher.passages):
            questions = [q for q in desk.searcher.questions_of(passage.id) if _worth(q, asked)]
            found.extend(questions[: 1 if len(answer.citations) > 1 else MOST])
            break
    return replace(answer, related=tuple(dict.fromkeys(found))[:MOST])


def _passages(citation: Citation, passages: Iterable[Passage]) -> Iterable[Passage]:
    for passage in passages:
        same = citation.point is not None and passage.point == citation.point
        overlaps = passage.document == citation.document and any(
            one.overlaps(other) for one in passage.spans for other in citation.spans
        )
        if same or (citation.point is None and overlaps):
            yield passage


def _worth(question: str, asked: str) -> bool:
    """A plain question of a readable length in Chinese, unlike the one asked."""
    asks = _ASKS.search(question) is not None
    plain = SHORTEST <= len(question) <= LONGEST and not any(c.isascii() and c.isalpha() for c in question)
    return plain and asks and squeeze(question).rstrip("?") != squeeze(asked).rstrip("?")
