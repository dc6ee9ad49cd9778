"""复核结论 for every count and every word on the measures. Rule: corpus/sources/chongqing.txt, lines 93–97."""

from __future__ import annotations

import pytest

from app.domain.answers import Kind
from tests.answering.checks import documents, has, quotes
from tests.answering.conftest import Ask

GOOD = ("改进措施针对性强、切实可行、成效明显", "改进措施很好")
BAD = ("改进措施针对性不强、力度不够", "措施力度不够")
EFFECTIVE, ABNORMAL, BETTER = "是“有效”", "是“异常”", "是“待改进”"
UNCLEAR = "没有说清"


@pytest.mark.parametrize("count", range(16))
@pytest.mark.parametrize("measures", GOOD)
def test_good_measures(ask: Ask, count: int, measures: str) -> None:
    found = ask(f"重庆15项诊断要素里相符{count}项，{measures}，复核结论是什么")
    if count >= 12:
        assert has(found, EFFECTIVE)
        assert not has(found, UNCLEAR)
    elif count >= 10:
        assert has(found, BETTER)
        assert not has(found, UNCLEAR)
    else:  # “；”: both conditions, or one?
        assert has(found, UNCLEAR, "若须同时满足，为“待改进”", "若满足其一即可，为“异常”", "达不到“有效”")
    assert quotes(found, "相符 ≥ 12 项")
    assert documents(found) == {"chongqing"}


@pytest.mark.parametrize("count", range(16))
@pytest.mark.parametrize("measures", BAD)
def test_bad_measures(ask: Ask, count: int, measures: str) -> None:
    found = ask(f"重庆15项诊断要素里相符{count}项，{measures}，复核结论是什么")
    if count < 10:
        assert has(found, ABNORMAL)
        assert not has(found, UNCLEAR)
    else:
        assert has(found, UNCLEAR, "若须同时满足，为“待改进”", "若满足其一即可，为“异常”")
        assert has(found, "达不到“有效”")
    assert not has(found, "按重庆方案，是“有效”")
    assert documents(found) == {"chongqing"}


@pytest.mark.parametrize("count", range(16))
def test_nothing_said_of_the_measures(ask: Ask, count: int) -> None:
    found = ask(f"重庆15项诊断要素里相符{count}项，复核结论是什么")
    assert "按重庆方案，是" not in found.text
    if count >= 12:
        assert has(found, "但还要看改进措施")
    elif count >= 10:
        assert has(found, "达不到“有效”", "待改进")
    else:
        assert has(found, "达不到“有效”", "还要看改进措施")


def test_both_readings_of_the_example(ask: Ask) -> None:
    found = ask("15 项里相符 9 项，改进措施很好，算“异常”吗")
    assert has(found, UNCLEAR, "待改进", "异常", "达不到“有效”")


@pytest.mark.parametrize("count", ["九", "9", "９"])
def test_numbers_in_any_notation(ask: Ask, count: str) -> None:
    assert has(ask(f"15项里{count}项相符，措施力度不够"), ABNORMAL)


@pytest.mark.parametrize(
    ("question", "words", "quote"),
    [
        ("复核有效要几项相符", ("12 项",), "有效——15 项诊断要素"),
        ("什么情况算异常", ("10 项", "针对性不强"), "异常——15 项诊断要素"),
        ("待改进是什么情况", ("其他情况",), "待改进——上述标准以外"),
    ],
)
def test_the_thresholds(ask: Ask, question: str, words: tuple[str, ...], quote: str) -> None:
    found = ask(question)
    assert has(found, "重庆方案", *words) or has(found, *words)
    assert quotes(found, quote)


def test_three_conclusions(ask: Ask) -> None:
    found = ask("复核结论有哪几种")
    assert has(found, "有效", "异常", "待改进")
    assert len(set(found.notes)) == len(found.notes)
    assert sum("须同时满足" in note for note in found.notes) <= 1


@pytest.mark.parametrize(
    "question",
    [
        "佛山15项里相符12项，措施很好，是有效吗",
        "佛山复核有效要几项",
        "佛山相符9项算异常吗",
        "佛职院待改进的标准是什么",
    ],
)
def test_the_rule_is_never_applied_to_foshan(ask: Ask, question: str) -> None:
    found = ask(question)
    assert found.kind is Kind.REFUSE
    assert has(found, "佛山方案没有规定")
    assert "按佛山" not in found.text
    if "chongqing" in documents(found):
        assert has(found, "重庆", "不适用于佛山")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("异常的学校会怎么样", "削减招生计划"),
        ("待改进的改进期多长", "1年"),
        ("连续两次待改进会怎样", "削减招生计划"),
    ],
)
def test_what_follows_a_conclusion(ask: Ask, question: str, words: str) -> None:
    assert has(ask(question), words)


@pytest.mark.parametrize(
    "question", ["五五项相符有效吗", "相符十十项", "两二项相符", "相符99项有效吗", "负3项相符异常吗"]
)
def test_a_count_that_is_none_breaks_nothing(ask: Ask, question: str) -> None:
    assert ask(question).text
