"""Evidence: its dates, its use, the points it touches."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.drafts import Evidence, PartKey, Source, SourceKind
from app.domain.rules import Finding, Severity
from app.drafting.bench import Bench
from tests.drafting.checking import FULL, E, findings, found
from tests.drafting.written import cell

DATES = [
    ("2025-09", "evidence-undated", 0),
    ("", "evidence-undated", 1),
    ("去年秋天", "evidence-undated", 1),
    ("2026-03", "evidence-future", 1),
    ("2026-01-05", "evidence-future", 0),
    ("2026-01-02", "evidence-late", 1),  # after the report's own day
    ("2025-12-20", "evidence-late", 0),
    ("2025", "evidence-late", 0),
]


@pytest.mark.parametrize(("dated", "rule", "number"), DATES)
def test_dates_of_evidence(chongqing: Bench, dated: str, rule: str, number: int) -> None:
    one = cell("5.2", FULL, [replace(E, dated=dated)])
    assert len(findings(chongqing, one, rule)) == number


LATE = [
    ("2023年3月印发认定办法。", "2025-09", 1),
    ("2025年3月印发认定办法。", "2025-09", 0),  # what reports an event is younger than it
    ("2025年9月5日印发认定办法。", "2025-09-03", 0),
    ("2023年5月组织应急演练1次。", "2025-09", 0),  # no document is said to have come out then
    ("2023年3月印发认定办法，截至2025年11月认定事故3起。", "2025-11-20", 0),
    ("2023年3月印发认定办法，11月修订。", "2024-10", 0),  # November of the year named before
]


@pytest.mark.parametrize(("text", "dated", "number"), LATE)
def test_a_document_that_is_much_younger_than_it_is_said_to_be(
    chongqing: Bench, text: str, dated: str, number: int
) -> None:
    one = cell("5.2", FULL | {"成绩": text}, [replace(E, dated=dated)])
    sourced = replace(
        one.part(PartKey.ACHIEVEMENTS).sentences[0], sources=(Source(SourceKind.EVIDENCE, "E1"),)
    )
    one = one.with_part(replace(one.part(PartKey.ACHIEVEMENTS), sentences=(sourced,)))
    assert len(findings(chongqing, one, "evidence-late")) == number
    assert findings(chongqing, one, "evidence-unused") == []
    assert found(chongqing, one, "unsourced") == ["两个二级学院没有投诉受理点。"]


EARLY = [
    # the measure, the date of the evidence of its effect, whether it is too old
    ("2025年9月起集中采购耗材。", "2025-06", 1),
    ("2025年9月起集中采购耗材。", "2025-11", 0),
    ("2025年9月起集中采购耗材。", "2025", 0),
    ("2025年9月与2家供应商签订耗材合同。", "2025-06", 1),
    ("2025年9月底前集中采购耗材。", "2025-06", 0),
    ("2025年10月底前集中采购耗材。", "2025-09", 0),  # it may have been done before
    ("集中采购耗材。", "2019-06", 1),  # years before the cycle
    ("集中采购耗材。", "2024-12", 0),
]


@pytest.mark.parametrize(("measure", "dated", "number"), EARLY)
def test_evidence_older_than_the_measure(chongqing: Bench, measure: str, dated: str, number: int) -> None:
    one = cell("5.2", FULL | {"措施": measure, "成效": "耗材投诉由8件降至1件。"}, [replace(E, dated=dated)])
    effect = replace(
        one.part(PartKey.EFFECTS).sentences[0],
        sources=(Source(SourceKind.EVIDENCE, "E1"),),
        answers=(one.part(PartKey.MEASURES).sentences[0].id,),
    )
    one = one.with_part(replace(one.part(PartKey.EFFECTS), sentences=(effect,)))
    hits = findings(chongqing, one, "evidence-early")
    # a day that the measure names is sure; the cycle is only a guess
    assert [hit.severity for hit in hits] == [Severity.WARNING if "年" in measure else Severity.NOTE] * number


BEFORE_AND_AFTER = [
    # dates of the evidence of the measure and of its effect, what is told
    ("2025-09", ["2025-03"], [Severity.NOTE]),
    ("2025-09", ["2025-11"], []),
    ("", ["2025-03"], []),
]


@pytest.mark.parametrize(("measure", "effect", "told"), BEFORE_AND_AFTER)
def test_evidence_older_than_that_of_the_measure(
    chongqing: Bench, measure: str, effect: list[str], told: list[Severity]
) -> None:
    assert [hit.severity for hit in _early(chongqing, "集中采购耗材。", measure, effect)] == told


def test_what_it_was_like_before_may_stand_beside_what_came_of_it(chongqing: Bench) -> None:
    measure = "2025年9月集中采购耗材。"
    assert [hit.severity for hit in _early(chongqing, measure, "", ["2025-03"])] == [Severity.WARNING]
    assert [hit.severity for hit in _early(chongqing, measure, "", ["2025-03", "2025-11"])] == [Severity.NOTE]


def _early(bench: Bench, measure: str, measured: str, dates: list[str]) -> list[Finding]:
    pieces = [Evidence(f"E{i}", "耗材台账", dated) for i, dated in enumerate([measured, *dates])]
    one = cell("5.2", FULL | {"措施": measure, "成效": "耗材投诉由8件降至1件。"}, pieces)
    acted = replace(one.part(PartKey.MEASURES).sentences[0], sources=(Source(SourceKind.EVIDENCE, "E0"),))
    effect = replace(
        one.part(PartKey.EFFECTS).sentences[0],
        sources=tuple(Source(SourceKind.EVIDENCE, f"E{i + 1}") for i in range(len(dates))),
        answers=(acted.id,),
    )
    for key, sentence in ((PartKey.MEASURES, acted), (PartKey.EFFECTS, effect)):
        one = one.with_part(replace(one.part(key), sentences=(sentence,)))
    return findings(bench, one, "evidence-early")


POINTS = [
    ({}, []),
    ({"程度": "管控制度已经建立。"}, ["发生率及影响", "预警机制"]),
    ({"程度": "质量事故发生率逐年减少。建立信息监测分析机制。"}, []),
]


@pytest.mark.parametrize(("change", "names"), POINTS)
def test_points_touched(chongqing: Bench, change: dict[str, str], names: list[str]) -> None:
    assert found(chongqing, cell("5.2", FULL | change), "points") == names
