"""Known contradictions and damage of the sources, told where an answer touches them."""

from __future__ import annotations

from dataclasses import replace

from app.answering.desk import Desk
from app.domain.answers import Answer, Kind
from app.domain.corpus import Oddity
from app.domain.evidence import Citation
from app.indexing.words import squeeze
from app.retrieval.question import Query

FEW = 6  # citations: in a longer list a note on one row would only distract
MOST = 2  # notes in one answer


def noted(answer: Answer, query: Query, desk: Desk) -> Answer:
    """`answer` with the notes a reader needs: on what is cited, or on a word the question or reply uses."""
    if answer.kind is Kind.REFUSE:
        return answer
    said = squeeze(" ".join(s.text for s in answer.statements))
    own = answer.citations[: max((n for s in answer.statements for n in s.citations), default=-1) + 1]
    found = [oddity.text for oddity in desk.corpus.oddities if _matters(oddity, own, query.squeezed, said)]
    room = max(0, MOST - len(answer.notes))
    return replace(
        answer, notes=(*answer.notes, *[text for text in found if text not in answer.notes][:room])
    )


def _matters(oddity: Oddity, citations: tuple[Citation, ...], question: str, said: str) -> bool:
    cited = any(c.document == oddity.document and _touches(c, oddity) for c in citations)
    words = [squeeze(word) for word in oddity.about]
    if cited and oddity.always and len(citations) <= FEW:
        return any(word in question or word in said for word in words)
    return cited and any(word in question for word in words)


def _touches(citation: Citation, oddity: Oddity) -> bool:
    first, last = citation.lines
    return any(first <= line <= last for line in oddity.lines)
