"""What search found says why; what was looked up says so by its method."""

from __future__ import annotations

import pytest

from app.answering.desk import Desk
from app.domain.answers import Kind
from tests.answering.conftest import Ask

SEARCHED = [
    "老师干得不好会扣钱吗",
    "专家来了住酒店最高几颗星",
    "学生住得好不好",
    "how many experts in the team",
    "钱从哪里来",
]


@pytest.mark.parametrize("question", SEARCHED)
def test_every_clause_of_a_search_says_why_it_was_found(ask: Ask, question: str) -> None:
    found = ask(question)
    assert found.method == "search"
    assert found.citations
    for citation in found.citations:
        why = citation.why
        assert why is not None
        if why.beside:
            continue
        assert 0 < why.score <= 1.05
        assert all(0 <= part <= 1.001 for part in (why.lexical, why.asked, why.expected, why.dense))
        assert why.words or why.everyday or why.asked_as


def test_an_everyday_word_is_told_with_its_term_and_line(ask: Ask, desk: Desk) -> None:
    why = ask("老师干得不好会扣钱吗").citations[0].why
    assert why is not None
    readings = {reading.term: reading for reading in why.everyday if reading.word == "老师"}
    entry = next(entry for entry in desk.corpus.everyday if entry.word == "老师")
    assert "教师" in readings
    reading = readings["教师"]
    assert (reading.line, reading.weight, reading.both_ways) == (entry.line, entry.weight, entry.both_ways)


def test_the_nearest_question_is_one_that_was_asked_of_the_clause(ask: Ask, desk: Desk) -> None:
    (best, *_) = ask("专家来了住酒店最高几颗星").citations
    assert best.why is not None
    asked = {
        question
        for passage in desk.searcher.passages
        if passage.document == best.document and passage.spans == best.spans
        for question in desk.searcher.questions_of(passage.id)
    }
    assert best.why.asked_as in asked


def test_a_refusal_says_why_its_nearest_clause_was_found(ask: Ask) -> None:
    found = ask("学校食堂一份红烧肉卖多少钱")
    assert found.kind is Kind.REFUSE
    assert all(citation.why is not None for citation in found.citations)


@pytest.mark.parametrize(
    "question", ["6.2要求什么", "教务处牵头哪些诊断点", "什么是8字螺旋", "重庆15项里相符9项算什么结论"]
)
def test_what_was_looked_up_was_not_searched_for(ask: Ask, question: str) -> None:
    found = ask(question)
    assert found.method.startswith(("look-up", "computed"))
    assert {citation.why for citation in found.citations} == {None}
