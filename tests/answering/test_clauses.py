"""Found clauses → the sentence that answers, then what stands beside it."""

from __future__ import annotations

import pytest

from app.domain.answers import Kind
from tests.answering.checks import documents, has, quotes
from tests.answering.conftest import Ask


@pytest.mark.parametrize(
    ("question", "words", "quote"),
    [
        ("专家来了住酒店最高几颗星", "三星", "不超过三星级标准"),
        ("材料要提前多久公示", "30", "复核工作开始前 30 日"),
        ("多久要做一次自主诊改", "3", "每 3 年至少完成一次"),
        ("谁来公布下一年要复核的学校名单，几月", "12 月", "当年 12 月"),
        ("质量保证委员会多久开一次会", "两周", "每两周至少一次"),
        ("学生评教分低的老师怎么办", "约谈", "进行约谈"),
        ("新老师多久考核一次", "每学期", "新任教师、兼职教师每学期"),
        ("复核违纪怎么处理", "严肃处理", "进行严肃处理"),
        ("报告要不要写等级", "无需等级性结论", "无需等级性结论"),
        ("措施还没实施怎么填", "说明", "如果措施尚未实施，请加说明"),
    ],
)
def test_the_reply_says_it_and_the_clause_is_quoted(ask: Ask, question: str, words: str, quote: str) -> None:
    found = ask(question)
    assert found.kind is Kind.ANSWER
    assert has(found, words)
    assert quotes(found, quote)


@pytest.mark.parametrize(
    ("question", "place"),
    [("重庆的组织保障怎么写", "重庆方案"), ("佛山的组织保障怎么写", "佛山方案")],
)
def test_a_named_scheme_is_the_only_one_quoted(ask: Ask, question: str, place: str) -> None:
    found = ask(question)
    assert has(found, place)
    assert documents(found) == {"chongqing" if place.startswith("重庆") else "foshan"}


def test_what_both_schemes_rule_is_told_for_both(ask: Ask) -> None:
    found = ask("组织保障有什么要求")
    assert has(found, "佛山方案", "重庆方案")
    assert documents(found) == {"foshan", "chongqing"}


def test_the_reply_names_scheme_and_address(ask: Ask) -> None:
    found = ask("专家来了住酒店最高几颗星")
    assert has(found, "重庆方案七（一）")
    assert found.citations[0].address == "七（一）"


def test_a_reply_is_no_dump(ask: Ask) -> None:
    for question in ("专家来了住酒店最高几颗星", "材料要提前多久公示", "新老师多久考核一次"):
        assert len(ask(question).text) < 600


@pytest.mark.parametrize("question", ["哪年花钱最多", "哪一项花钱最多", "表1", "表2 第7行"])
def test_no_tab_or_line_end_of_the_source_is_left_in_a_sentence(ask: Ask, question: str) -> None:
    assert not any(mark in statement.text for statement in ask(question).statements for mark in "\t\n")


@pytest.mark.parametrize(
    "question", ["重庆复核程序有哪几步", "佛山保障措施有哪些", "重庆诊改的基本原则有哪些"]
)
def test_a_heading_alone_is_no_reply(ask: Ask, question: str) -> None:
    first = ask(question).statements[0].text
    assert len(first.split("：", 1)[-1]) > 6 or len(ask(question).statements) > 3
