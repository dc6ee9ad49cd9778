"""字数: corpus/sources/chongqing.txt, lines 294 and 320–322. Foshan has none."""

from __future__ import annotations

import pytest

from app.domain.answers import Kind
from tests.answering.checks import documents, has, quotes
from tests.answering.conftest import Ask


@pytest.mark.parametrize(
    ("part", "limit", "quote"),
    [
        ("自我诊断意见", 500, "总体不超过 500 字"),
        ("改进措施", 200, "总体不超过 200 字"),
        ("改进效果", 200, "总体不超过 200 字"),
        ("改进成效", 200, "总体不超过 200 字"),
        ("自我诊改工作概述", 500, "500字以内"),
    ],
)
@pytest.mark.parametrize("ending", ["限多少字", "不超过几个字", "字数上限", "最多能写多少字"])
def test_the_limit_of_each_part(ask: Ask, part: str, limit: int, quote: str, ending: str) -> None:
    found = ask(f"重庆的{part}{ending}")
    assert found.kind is Kind.ANSWER
    assert has(found, f"不超过 {limit}字")
    assert quotes(found, quote)
    assert documents(found) == {"chongqing"}


@pytest.mark.parametrize(
    "question",
    [
        "佛山的自我诊断意见限多少字",
        "佛山改进措施写多少字",
        "佛山的报告字数有要求吗",
        "佛职院自我诊改报告概述多少字",
    ],
)
def test_foshan_has_no_limits_and_chongqings_are_not_lent_to_it(ask: Ask, question: str) -> None:
    found = ask(question)
    assert found.kind is Kind.REFUSE
    assert has(found, "佛山方案没有规定")
    assert not documents(found) or has(found, "那是重庆的规则，不适用于佛山")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("重庆改进措施写300字行吗", "超过"),
        ("重庆改进措施写300字超了吗", "300 字超过了“改进措施”的上限"),
        ("重庆自我诊断意见写480字超了吗", "没有超过"),
        ("自我诊断意见可以写600字吧", "600 字超过了"),
    ],
)
def test_a_given_length_is_judged(ask: Ask, question: str, words: str) -> None:
    assert has(ask(question), words)


def test_sums_of_the_limits(ask: Ask) -> None:
    assert has(ask("重庆自我诊断意见、改进措施、改进成效加起来多少字"), "900 字", "500+200+200")
    assert has(ask("重庆整份报告最多写多少字"), "14000 字", "15 个要素")


def test_half_is_for_problems_and_causes(ask: Ask) -> None:
    found = ask("重庆存在问题和原因分析占多少篇幅")
    assert has(found, "一半左右")
    assert quotes(found, "存在问题与原因分析应占一半左右篇幅")
