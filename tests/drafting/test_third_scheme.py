"""A scheme nobody has seen: its own limits, shares, words and names hold, with no change of the program."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.corpus import Corpus
from app.domain.drafts import PARTS, PartKey, Report
from app.domain.schemes import Limit, PredictionRule, Quoted, ReportForm, Scheme, ShareRule, WritingRules
from app.drafting import form_docx
from app.drafting.bench import Bench, open_bench
from app.drafting.checks import check_report
from app.drafting.compose import compose
from app.reading.reports import read_report
from tests.drafting.written import cell

PARTS_NAMED = ("达标情况", "做法成绩", "不足之处", "成因")
WRITING = WritingRules(
    limits=(
        Limit("自评意见", 60, (1,), of="opinion"),
        Limit("整改举措", 20, (1,), of="measures"),
        Limit("整改实效", 20, (1,), of="effects"),
    ),
    opinion_parts=PARTS_NAMED,
    opinion_parts_lines=(1,),
    share="不足占三分之一",
    share_lines=(1,),
    observed_effects_only=True,
    observed_effects_lines=(1,),
    no_grades=False,
    no_grades_lines=(),
    form=ReportForm(
        ("某省自评表",),
        "院校：",
        "一、总述",
        "二、自评表",
        ("类别", "要点", "自评意见", "整改举措", "整改实效"),
        "院长（签字）：",
        "年 月 日",
        ("据实填写。",),
        (1,),
    ),
    shares=ShareRule(Quoted("不足占三分之一", (1,)), ("不足之处",), 0.3, 0.4),
    predictions=PredictionRule(Quoted("只写实效", (1,)), ("打包票",)),
)


@pytest.fixture(scope="module")
def third(corpus: Corpus) -> Bench:
    """佛山's elements under rules and a form of their own."""
    foshan: Scheme = corpus.schemes["foshan"]
    own = replace(foshan, id="third", short="某省方案", writing=WRITING)
    return open_bench(replace(corpus, schemes={**corpus.schemes, "third": own}), "third", "third")


def test_its_own_limits_shares_and_words_are_checked(third: Bench) -> None:
    one = cell(
        "6.2",
        {
            "程度": "达" * 10,
            "成绩": "成" * 10,
            "问题": "不" * 10,
            "原因": "因" * 2,
            "措施": "措" * 21,
            "成效": "打包票会好。",
        },
    )
    report = Report("third", "third", cells=(one,))
    told = {f.rule.id: f for f in check_report(third, report, date(2026, 1, 1)) if f.element == "6.2"}
    assert "整改举措" in told["limit-measures"].message
    assert "20 字" in told["limit-measures"].message
    assert told["predicted"].words == "打包票"
    assert "share" not in told  # 10 of 32 is about a third
    assert "grade" not in told
    assert third.name(PartKey.PROBLEMS) == "不足之处"


def test_its_form_goes_out_and_comes_back(third: Bench, tmp_path_factory: pytest.TempPathFactory) -> None:
    element = third.element("6.2")
    assert element is not None
    one = cell(
        "6.2",
        {"程度": "一。", "成绩": "二。", "问题": "三。", "原因": "四。", "措施": "五。", "成效": "六。"},
    )
    file = tmp_path_factory.mktemp("third") / "某省.docx"
    report = Report("third", "third", "甲", cells=(one,))
    file.write_bytes(form_docx.written(report, third.scheme, third.scheme))
    read = read_report(file, {"third": third.scheme}).report
    assert [read.cell("6.2").text(key) for key in PARTS] == [one.text(key) for key in PARTS]
    draft = compose(third, element, ()).cell
    assert all(sentence.sources for _, sentence in draft.sentences())
