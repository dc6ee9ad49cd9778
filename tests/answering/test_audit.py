"""The last look: a quotation that is not the source's own text is never shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.answering.audit import AuditError, audited
from app.domain.answers import Answer, Kind, Statement
from app.domain.corpus import Corpus
from app.domain.documents import Span
from app.domain.evidence import Citation
from tests.answering.conftest import Ask


@pytest.fixture
def answer(ask: Ask) -> Answer:
    return ask("佛山6.2要求什么")


def first(answer: Answer, citation: Citation) -> Answer:
    return replace(answer, citations=(citation, *answer.citations[1:]))


def test_a_sound_answer_passes(answer: Answer, corpus: Corpus) -> None:
    assert audited(answer, corpus).citations == answer.citations


def test_a_changed_character_is_noticed(answer: Answer, corpus: Corpus) -> None:
    citation = answer.citations[0]
    for tampered in (
        citation.text[:-1] + "X",
        citation.text + "。",
        citation.text[1:],
        citation.text.replace("，", ","),
        "",
    ):
        if tampered != citation.text:
            with pytest.raises(AuditError, match="引文与原文不一致"):
                audited(first(answer, replace(citation, text=tampered)), corpus)


def test_moved_spans_are_noticed(answer: Answer, corpus: Corpus) -> None:
    citation = answer.citations[0]
    moved = tuple(Span(span.start + 1, span.end + 1) for span in citation.spans)
    for spans in (moved, (), citation.spans[:-1], (Span(0, 3),)):
        with pytest.raises(AuditError):
            audited(first(answer, replace(citation, spans=spans)), corpus)


@pytest.mark.parametrize("document", ["chongqing", "nowhere"])
def test_another_document_is_noticed(answer: Answer, corpus: Corpus, document: str) -> None:
    with pytest.raises(AuditError):
        audited(first(answer, replace(answer.citations[0], document=document)), corpus)


def test_a_statement_without_its_clause_is_noticed(corpus: Corpus) -> None:
    for number in (0, 5, -1):
        with pytest.raises(AuditError, match="不存在的条款"):
            audited(Answer(Kind.ANSWER, (Statement("无据", (number,)),)), corpus)


def test_each_scheme_is_named_once(answer: Answer, corpus: Corpus) -> None:
    assert audited(replace(answer, schemes=("foshan", "foshan")), corpus).schemes == ("foshan",)
