"""Checks of whole cells and reports, and what they rest on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.drafts import OVERVIEW, Cell, PartKey, Sentence
from app.domain.rules import Finding, Severity
from app.drafting.bench import Bench, open_bench
from app.drafting.checks import check_cell, check_report
from app.drafting.text import numbered, part_of
from tests.drafting.checking import FULL, TODAY
from tests.drafting.written import cell, read, report
from tests.growth import LINEAR, growth


def test_a_whole_bad_report(chongqing: Bench) -> None:
    """Written with one fault a cell, as the faults seen in real reports are; each is found where it is."""
    praise = {"程度": "目标全部达成，成效优秀。", "成绩": "成绩显著，师生一致好评。" * 30}
    whole = report(
        cell(OVERVIEW, {"概述": "概" * 600}),
        read("1.1", praise),
        read("1.2", FULL | {"原因": ""}),
        read("1.3", FULL | {"问题": "制度更新慢。", "措施": "组织教师外出考察。"}),
        read("1.4", FULL | {"成效": "预计数据准确率将提高。"}),
        read("2.1", FULL | {"成绩": "2.1课程建设规划执行到位。"}),
        read("2.2", FULL | {"措施": "措" * 260}),
    )
    told = {
        (f.element, f.rule.id) for f in check_report(chongqing, whole, TODAY) if f.severity != Severity.NOTE
    }
    expected = {
        (OVERVIEW, "limit-overview"),
        ("1.1", "grade"),
        ("1.1", "parts"),
        ("1.1", "empty"),
        ("1.2", "parts"),
        ("1.3", "problem-measure"),
        ("1.3", "measure-problem"),
        ("1.4", "predicted"),
        ("2.1", "mixed"),
        ("2.2", "limit-measures"),
        ("3.1", "empty"),
    }
    assert expected <= told
    assert not {("1.2", "grade"), ("1.3", "limit-opinion"), ("2.2", "mixed"), ("1.4", "parts")} & told


def test_rules_of_one_scheme_are_not_put_upon_another(foshan: Bench) -> None:
    one = cell("6.2", FULL | {"程度": "自评为优秀。", "措施": "措" * 900, "成效": "预计好转。"})
    told = check_cell(foshan, report(one, scheme="foshan", form=""), "6.2", TODAY)
    assert not {"grade", "predicted", "limit-measures", "share"} & {f.rule.id for f in told}
    assert all(f.rule.ground is None or f.rule.ground.document == "foshan" for f in told)
    assert {f.severity for f in told if f.rule.id == "parts"} <= {Severity.NOTE}


def test_a_form_chosen_by_name_brings_its_rules(chongqing: Bench) -> None:
    bench = open_bench(chongqing.corpus, "foshan", "chongqing")
    one = cell("6.2", FULL | {"措施": "措" * 201})
    told = check_cell(bench, report(one, scheme="foshan"), "6.2", TODAY)
    over = next(f for f in told if f.rule.id == "limit-measures")
    assert over.rule.ground is not None
    assert over.rule.ground.document == "chongqing"
    assert bench.borrowed


def test_every_rule_of_the_form_quotes_its_clause(chongqing: Bench) -> None:
    for rule in chongqing.rules.values():
        assert rule.ground is not None, rule.id
        source = chongqing.corpus.documents[rule.ground.document].source
        assert max(rule.ground.lines) <= len(source.line_starts)
    assert chongqing.rule("predicted").ground.address == "附件3 注4"  # type: ignore[union-attr]
    assert chongqing.rule("share").ground.text == "存在问题与原因分析应占一半左右篇幅"  # type: ignore[union-attr]


def test_a_text_of_fifty_thousand_characters_is_checked(chongqing: Bench) -> None:
    long = "".join(f"第{i}个二级学院未设受理点，将在整改中补齐；" for i in range(2400))[:50_000]
    told = check_cell(chongqing, report(cell("5.2", FULL | {"成绩": long})), "5.2", TODAY)
    assert next(f.rule.id for f in told) == "limit-opinion"


@pytest.mark.parametrize(
    ("part", "unit", "size", "end"),
    [
        ("程度", "评定", 10_000, "甲为优。"),
        ("程度", "本要素为优 ", 8_000, ""),
        ("程度", "学校优秀，", 10_000, ""),
        ("成效", "2026年3月完成，", 5_000, ""),
        ("成效", "尚未实施，预计提高，", 5_000, ""),
        ("成绩", "（请补", 16_000, ""),
        ("成绩", "“（", 20_000, ""),
        ("措施", "以加强管理", 10_000, ""),
        ("问题", "管理不够", 12_000, ""),
        ("原因", "管理不够的原因是", 6_000, ""),
        ("成效", "2026年管理可提高", 6_000, ""),
        ("成效", "三年内可将明年", 7_000, ""),
        ("成绩", "覆盖        ", 6_000, ""),
    ],
)
def test_words_over_and_over_again_are_checked_in_one_pass(
    chongqing: Bench, part: str, unit: str, size: int, end: str
) -> None:
    def checked(times: int) -> tuple[Finding, ...]:
        return check_cell(chongqing, report(cell("5.2", FULL | {part: unit * times + end})), "5.2", TODAY)

    assert growth(checked, size // 4) < LINEAR


def test_of_the_same_sentences_so_many_are_told_as_can_be_read(chongqing: Bench) -> None:
    codes = [element.code for element in chongqing.scheme.elements()]
    prose = "".join(
        f"{place}学院本学期第{i}次召开实训室管理与设备维护专题会议并形成会议纪要。"
        for i in range(60)
        for place in "甲乙丙丁"
    )
    whole = report(*(cell(code, FULL | {"成绩": prose * 2}) for code in codes))
    told = check_report(chongqing, whole, TODAY)
    repeated = [hit for hit in told if hit.rule.id == "repeated" and hit.element == codes[-1]]
    assert len(repeated) == 41
    assert any("还有" in hit.message for hit in repeated)


def test_a_sentence_without_an_id_gets_one(chongqing: Bench) -> None:
    one = numbered(
        Cell(
            "5.2",
            (replace(part_of(PartKey.GOALS, "一。二。"), sentences=(Sentence("一。"), Sentence("二。"))),),
        )
    )
    assert [s.id for _, s in one.sentences()] == ["s1", "s2"]
    assert chongqing.element("5.2") is not None
