"""The last look at every answer: each quotation against the source, each statement against its citations."""

from __future__ import annotations

from dataclasses import replace

from app.domain.answers import Answer
from app.domain.corpus import Corpus


class AuditError(AssertionError):
    """A citation does not equal the source at its offsets; the answer must not be shown."""


def audited(answer: Answer, corpus: Corpus) -> Answer:
    """`answer`, with citations no statement needs kept last; AuditError where a quotation is not the source's text."""
    for citation in answer.citations:
        document = corpus.documents.get(citation.document)
        if document is None or document.source.cut(citation.spans) != citation.text or not citation.text:
            raise AuditError(f"{citation.document} {citation.address}：引文与原文不一致")
    known = range(len(answer.citations))
    for statement in answer.statements:
        if any(number not in known for number in statement.citations):
            raise AuditError(f"“{statement.text[:20]}…”引用了不存在的条款")
    return replace(answer, schemes=tuple(dict.fromkeys(answer.schemes)))
