"""Problem, measure, effect: each answered, each grounded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.drafts import PartKey, Source, SourceKind
from app.domain.rules import Severity
from app.drafting.bench import Bench
from tests.drafting.checking import FULL, E, findings, found, linked
from tests.drafting.written import cell

LINKS = [
    # problems, measures, problems without a measure, measures without a problem
    ("投诉受理点缺失。", "各学院增设投诉受理点。", [], []),
    ("投诉受理点缺失。", "开展教师企业实践。", ["投诉受理点缺失"], ["开展教师企业实践"]),
    ("1.投诉受理点缺失。\n2.预警平台未建。", "1.增设投诉受理点。\n2.建设预警平台。", [], []),
    ("1.投诉受理点缺失。\n2.预警平台未建。", "增设投诉受理点。", ["预警平台未建"], []),
    ("投诉受理点缺失；应急演练少。", "针对问题2，每学期演练一次；针对问题1，配备专人。", [], []),
    ("一是投诉受理点缺失。学生只能打电话。二是演练少。", "增设投诉受理点。", ["演练少"], []),
    ("【待补充：存在的问题】", "【待补充：措施】", [], []),
    (
        "质量事故认定标准不统一。",
        "建立质量事故投诉受理点。",
        ["质量事故认定标准不统一"],
        ["建立质量事故投诉受理点"],
    ),
]


@pytest.mark.parametrize(("problems", "measures", "unanswered", "aimless"), LINKS)
def test_problems_and_measures(
    chongqing: Bench, problems: str, measures: str, unanswered: list[str], aimless: list[str]
) -> None:
    one = cell("5.2", FULL | {"问题": problems, "措施": measures})
    assert found(chongqing, one, "problem-measure") == unanswered
    assert found(chongqing, one, "measure-problem") == aimless


def test_a_link_that_somebody_set_counts_more_than_words(chongqing: Bench) -> None:
    one = cell("5.2", FULL | {"问题": "演练少。\n投诉受理点缺失。", "措施": "增设投诉受理点。"})
    first = one.part(PartKey.PROBLEMS).sentences[0].id
    measure = one.part(PartKey.MEASURES).sentences[0]
    linked = one.with_part(
        replace(one.part(PartKey.MEASURES), sentences=(replace(measure, answers=(first,)),))
    )
    assert found(chongqing, linked, "problem-measure") == ["投诉受理点缺失"]


ORDER = [
    # problems, measures, effects; how grave it is that words alone do not join them
    ("热水供应时间短。\n贫困认定不严。", "延长浴室开放。\n与民政核对低保。", "已开放。\n已核对。", "note"),
    ("热水供应时间短。\n贫困认定不严。", "延长浴室开放。", "已开放。", "warning"),
    ("热水供应时间短。", "与民政核对低保。", "已核对。", "warning"),
    # the effects say what was wrong, and so what the measure was for
    (
        "热水供应时间短。\n贫困认定不严。",
        "延长浴室开放。\n核对低保。",
        "热水供应时间加长。\n贫困认定补正8人。",
        "",
    ),
]


@pytest.mark.parametrize(("problems", "measures", "effects", "severity"), ORDER)
def test_order_alone_joins_as_many_measures_as_problems(
    chongqing: Bench, problems: str, measures: str, effects: str, severity: str
) -> None:
    one = cell("5.2", FULL | {"问题": problems, "措施": measures, "成效": effects})
    assert {hit.severity for hit in findings(chongqing, one, "problem-measure")} == (
        {Severity(severity)} if severity else set()
    )


UNLIKE = [
    ("实训耗材供应不及时。", "团委培训社团负责人。", 1),
    ("实训耗材供应不及时。", "后勤处按月采购实训耗材。", 0),
    ("23条预警中有9条没有处理。", "2025年9月更换机房空调2台。", 1),
]


@pytest.mark.parametrize(("problem", "measure", "number"), UNLIKE)
def test_a_link_between_two_things_that_share_no_word(
    chongqing: Bench, problem: str, measure: str, number: int
) -> None:
    one = linked(cell("5.2", FULL | {"问题": problem, "措施": measure}), PartKey.MEASURES, PartKey.PROBLEMS)
    assert [hit.severity for hit in findings(chongqing, one, "measure-problem")] == [Severity.NOTE] * number
    assert findings(chongqing, one, "problem-measure") == []


DONE = [
    ("实训系统接口尚未实施。", 1),
    ("考试系统已接入，实训系统接口尚未实施。", 0),
    ("考试系统已接入。", 0),
]


@pytest.mark.parametrize(("text", "number"), DONE)
def test_an_effect_marked_as_done_that_says_it_is_not(chongqing: Bench, text: str, number: int) -> None:
    one = cell("5.2", FULL | {"成效": text})
    effect = replace(one.part(PartKey.EFFECTS).sentences[0], done=True)
    told = findings(
        chongqing, one.with_part(replace(one.part(PartKey.EFFECTS), sentences=(effect,))), "effect-ground"
    )
    assert [hit.words for hit in told if hit.severity is Severity.WARNING] == ["尚未实施"] * number


def test_an_effect_of_no_measure(chongqing: Bench) -> None:
    texts = {"措施": "两个学院各设投诉受理点。", "成效": "投诉受理点增至9个。\n技能竞赛获奖增加6项。"}
    assert found(chongqing, cell("5.2", FULL | texts), "effect-measure") == ["技能竞赛获奖增加6项"]


EFFECTS = [
    ("教学事故由7起降至3起。", Severity.WARNING),
    ("预警平台尚未实施。", None),
    ("【待补充：成效】", None),
]


@pytest.mark.parametrize(("text", "severity"), EFFECTS)
def test_effects_stand_on_dated_evidence(chongqing: Bench, text: str, severity: Severity | None) -> None:
    one = cell("5.2", FULL | {"成效": text}, [E])
    expected = [severity] if severity else []
    assert [hit.severity for hit in findings(chongqing, one, "effect-ground")] == expected
    # a form read from a file has no evidence at all: a note, not a warning in each of its cells
    bare = [hit.severity for hit in findings(chongqing, cell("5.2", FULL | {"成效": text}), "effect-ground")]
    assert bare == ([Severity.NOTE] if severity else [])


def test_an_effect_with_dated_evidence_is_grounded(chongqing: Bench) -> None:
    one = cell("5.2", FULL | {"成效": "教学事故由7起降至3起。"}, [E])
    sentence = replace(one.part(PartKey.EFFECTS).sentences[0], sources=(Source(SourceKind.EVIDENCE, "E1"),))
    one = one.with_part(replace(one.part(PartKey.EFFECTS), sentences=(sentence,)))
    assert findings(chongqing, one, "effect-ground") == []
