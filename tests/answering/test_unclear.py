"""A question that names nothing is asked back."""

from __future__ import annotations

import pytest

from app.domain.answers import Kind
from tests.answering.conftest import Ask


@pytest.mark.parametrize(
    "question", ["谁牵头", "谁负责", "什么时候完成", "截止时间", "它呢", "哪个部门负责？", "谁参与"]
)
def test_it_is_asked_back_with_full_questions_to_choose_from(ask: Ask, question: str) -> None:
    found = ask(question)
    assert found.kind is Kind.CLARIFY
    assert "哪个" in found.text
    assert found.citations == ()
    assert len(found.choices) >= 2


@pytest.mark.parametrize("question", ["谁牵头", "什么时候完成"])
def test_every_choice_offered_is_answered(ask: Ask, question: str) -> None:
    for choice in ask(question).choices:
        assert ask(choice).kind is Kind.ANSWER, choice


@pytest.mark.parametrize("question", ["预警机制谁牵头", "教务处牵头哪些诊断点", "佛山6.2什么时候完成"])
def test_a_question_that_names_something_is_not(ask: Ask, question: str) -> None:
    assert ask(question).kind is Kind.ANSWER


def test_an_earlier_turn_makes_it_clear(ask: Ask) -> None:
    assert ask("谁牵头", "佛山预警机制看什么").kind is Kind.ANSWER


@pytest.mark.parametrize("question", ["的了吗", "呢", "什么是", "？", "嗯", "😀😀"])
def test_nothing_asked_is_never_answered_with_confidence(ask: Ask, question: str) -> None:
    assert ask(question).kind is not Kind.ANSWER
