"""Text that stands elsewhere too."""

from __future__ import annotations

import pytest

from app.domain.drafts import PartKey
from app.domain.rules import Severity
from app.drafting.bench import Bench
from app.drafting.checks import check_cell, check_report
from tests.drafting.checking import FULL, LONG, TODAY, findings
from tests.drafting.written import cell, report

REPEATS = [
    (LONG, "5.1", LONG, 1),
    (LONG, "5.1", "各二级学院每学期开展两次质量事故自查，形成了台账并反馈。", 1),
    (LONG, "5.1", "教师每年到企业实践一个月，形成报告并交教务处存档备查。", 0),
    (
        "2025年教学事故3起，投诉12件，均在三日内办结。",
        "5.1",
        "2024年教学事故7起，投诉15件，均在三日内办结。",
        0,
    ),
    ("尚未实施。", "5.1", "尚未实施。", 0),
]


@pytest.mark.parametrize(("mine", "element", "theirs", "number"), REPEATS)
def test_repeated_text(chongqing: Bench, mine: str, element: str, theirs: str, number: int) -> None:
    one = cell("5.2", FULL | {"成绩": mine})
    other = cell(element, {"成绩": theirs})
    in_report = check_cell(chongqing, report(other, one), "5.2", TODAY)
    assert sum(hit.rule.id == "repeated" for hit in in_report) == number
    of_last = check_cell(chongqing, report(one), "5.2", TODAY, last=report(cell("5.2", {"成绩": theirs})))
    assert sum(hit.rule.id == "repeated" for hit in of_last) == number


def test_a_sentence_of_another_cell_in_other_words_is_noted(chongqing: Bench) -> None:
    theirs = "23条预警中有9条没有处理记录，数据分析结果没有进入二级学院例会。"
    mine = "19条预警中有7条没有处理记录，数据分析的结果没有进到二级学院的例会。"
    one = cell("5.2", FULL | {"问题": mine})
    told = check_cell(chongqing, report(cell("1.4", {"问题": theirs}), one), "5.2", TODAY)
    assert [(hit.severity, "说法相近" in hit.message) for hit in told if hit.rule.id == "repeated"] == [
        (Severity.NOTE, True)
    ]


OTHER_NUMBERS = "修订《教学事故认定办法》，分三类三级，7个学院各设投诉受理机构，每学期自查自纠2次。"


def test_a_long_sentence_with_only_other_numbers_is_noted(chongqing: Bench) -> None:
    theirs = OTHER_NUMBERS.replace("三类", "四类").replace("7个", "6个")
    one = cell("5.2", FULL | {"成绩": OTHER_NUMBERS})
    for told in (
        check_cell(chongqing, report(cell("5.1", {"成绩": theirs}), one), "5.2", TODAY),
        check_cell(chongqing, report(one), "5.2", TODAY, last=report(cell("5.2", {"成绩": theirs}))),
    ):
        hits = [hit for hit in told if hit.rule.id == "repeated"]
        assert [hit.severity for hit in hits] == [Severity.NOTE]
        assert "只改了数字" in hits[0].message


def test_a_short_measure_of_last_year_is_told_of_where_it_stands_again(chongqing: Bench) -> None:
    last = report(cell("5.2", {"措施": "3.建立事故预警制度。", "成效": "事故数明显下降。"}))
    for measure, number in (("1.建立事故预警制度。", 1), ("建立事故预警平台。", 0)):
        one = cell("5.2", FULL | {"措施": measure, "成效": "事故数明显下降。"})
        told = check_cell(chongqing, report(one), "5.2", TODAY, last=last)
        assert sum(hit.rule.id == "repeated" for hit in told) == number


def test_a_sentence_that_stands_twice_in_a_cell(chongqing: Bench) -> None:
    one = cell("5.2", FULL | {"成绩": LONG, "成效": LONG})
    assert [(hit.part, hit.severity) for hit in findings(chongqing, one, "repeated")] == [
        (PartKey.EFFECTS, Severity.WARNING)
    ]


def test_of_two_cells_with_the_same_sentence_a_whole_check_names_the_later(chongqing: Bench) -> None:
    whole = report(cell("5.2", FULL | {"成绩": LONG}), cell("5.1", FULL | {"成绩": LONG}))
    named = [
        f.element for f in check_report(chongqing, whole, TODAY) if f.words.startswith("各二级学院每学期")
    ]
    assert named == ["5.2"]


def test_twins_are_found_in_the_same_order_every_time(chongqing: Bench) -> None:
    cells = [cell(code, {"成绩": LONG}) for code in ("5.1", "5.2", "5.3")]
    told = check_cell(chongqing, report(*cells), "5.2", TODAY)
    assert [hit.message for hit in told if hit.rule.id == "repeated"] == [
        "“各二级学院每学期开展两次质量事故自查，形…”与 5.1 的文字重复。"
    ]
