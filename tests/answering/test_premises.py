"""Quantities in a question against quantities in a clause."""

from __future__ import annotations

import pytest

from app.answering.premises import correction, wants_quantity
from app.retrieval.intents import intents
from app.retrieval.question import Query
from tests.answering.checks import has
from tests.answering.conftest import Ask


def typed(text: str) -> Query:
    return Query(text, text, text, intents=intents(text))


@pytest.mark.parametrize(
    ("question", "clause", "expected"),
    [
        ("专家组是10个人对吗", "专家组人数为 6～8 人", True),
        ("专家组是7个人对吗", "专家组人数为 6～8 人", False),
        ("每5年做一次对吗", "每 3 年至少完成一次", True),
        ("每三年做一次对吗", "每 3 年至少完成一次", False),
        ("提前15天公示吗", "复核工作开始前 30 日", True),
        ("提前30天公示吗", "复核工作开始前 30 日", False),
        ("可以住五星级吗", "不超过三星级标准", True),
        ("专家组有谁", "专家组人数为 6～8 人", False),
        ("第2年开始对吗", "每 3 年至少完成一次", False),
    ],
)
def test_a_quantity_taken_for_granted_is_held_against_the_clause(
    question: str, clause: str, expected: bool
) -> None:
    found = correction(typed(question), clause)
    assert (found is not None) is expected
    assert found is None or "不是" in found


@pytest.mark.parametrize(
    ("question", "held", "not_held"),
    [
        ("占百分之多少", "应占一半左右", "应高质量完成"),
        ("要评到几星", "三星级标准", "质量标准"),
        ("及格多少分", "60 分", "三分之一"),
        ("多少天内答复", "30 日内", "及时反馈"),
        ("几点开门", "8 点", "诊断要素"),
        ("多少钱", "266 万元", "专项经费"),
        ("几岁退休", "60 岁", "教师"),
    ],
)
def test_the_kind_of_quantity_asked_for(question: str, held: str, not_held: str) -> None:
    pattern = wants_quantity(typed(question))
    assert pattern is not None
    assert pattern.search(held)
    assert not pattern.search(not_held)


def test_most_questions_ask_for_no_quantity() -> None:
    for question in ("谁牵头", "6.2要求什么", "什么是两链"):
        assert wants_quantity(typed(question)) is None


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("专家组要10个人对吗", ("不符", "6~8人")),
        ("每5年至少完成一次自主诊改对吗", ("不符", "3年")),
        ("材料提前15天公示对吗", ("不符", "30日")),
        ("专家可以住五星级宾馆吗", ("不符", "三星")),
        ("抽样复核的学校数不少于三分之一对吗", ("1/4",)),
        ("改进期是2年对吧", ("不符", "1年")),
    ],
)
def test_a_false_premise_is_put_right_in_the_reply(ask: Ask, question: str, words: tuple[str, ...]) -> None:
    assert has(ask(question), *words)
