"""Labels of parts, wherever a school puts them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.drafts import PartKey
from app.domain.receipts import ReadReport
from app.reading.reports import read_report
from tests.growth import LINEAR, growth
from tests.reading.docx_made import p, saved, tbl, tc, tr
from tests.reading.given import closed, real_schemes
from tests.reading.report_read import (
    HEAD,
    HEADER,
    A,
    C,
    Cells,
    E,
    G,
    M,
    P,
    cells,
    counts_agree,
    lost,
    read,
)

OPINIONS: list[tuple[str, dict[str, str]]] = [
    (f"{G}：甲{A}好。{A}：乙。{P}：丙。{C}：丁。", {G: f"甲{A}好。", A: "乙。", P: "丙。", C: "丁。"}),
    (
        "一、目标达成情况：甲<br>二、主要成效：乙<br>三、存在的问题：丙<br>四、成因分析：丁",
        {G: "甲", A: "乙", P: "丙", C: "丁"},
    ),
    ("1.目标达成度:甲<br>2.成绩:乙<br>3.问题:丙<br>4.原因:丁", {G: "甲", A: "乙", P: "丙", C: "丁"}),
    (
        "（1）目标达成程度。甲<br>（2）主要成绩 乙<br>（3）主要问题<br>丙<br>（4）问题原因：<br>丁",
        {G: "甲", A: "乙", P: "丙", C: "丁"},
    ),
    (
        "【目标达成程度】甲<br>【主要成绩】：乙<br>[存在问题]丙<br>【原因分析】<br>丁",
        {G: "甲", A: "乙", P: "丙", C: "丁"},
    ),
    (
        "**目标达成程度**：甲<br>**主要成绩：**乙<br>不足：丙<br>原因分析（100字）：丁",
        {G: "甲", A: "乙", P: "丙", C: "丁"},
    ),
    (f"{P}：丙<br>{G}：甲", {G: "甲", P: "丙"}),
    (f"{P}：丙1<br>{C}：丁1<br>{P}：丙2<br>{C}：丁2", {P: "丙1\n丙2", C: "丁1\n丁2"}),
    (f"{G}：甲<br>成绩斐然，问题不少，原因很多。", {G: "甲\n成绩斐然，问题不少，原因很多。"}),
    (f"{G}：甲<br>对照“{P}”一栏的要求，乙。", {G: f"甲\n对照“{P}”一栏的要求，乙。"}),
    (f"{G}：甲<br><br>乙", {G: "甲\n\n乙"}),
    (f"{G}：1.2 亿元", {G: "1.2 亿元"}),
    ("目标达成：甲。存在的不足:丙。原因剖析：丁。", {G: "甲。", P: "丙。", C: "丁。"}),
    ("达成情况：甲<br>工作成效：乙<br>问题与短板：丙<br>分析：丁", {G: "甲", A: "乙", P: "丙", C: "丁"}),
    (
        "1.目标达成度：甲。2.取得的主要成绩：乙。3.存在的问题及不足：丙。4.问题成因：丁。",
        {G: "甲。", A: "乙。", P: "丙。", C: "丁。"},
    ),
    (
        "（一）目标达成程度 甲<br>（二）工作成绩 乙<br>（三）问题与不足 丙<br>（四）产生原因<br>丁",
        {G: "甲", A: "乙", P: "丙", C: "丁"},
    ),
    (
        "目 标 达 成 程 度：甲<br>主 要 成 绩：乙<br>存 在 的 问 题：丙<br>原 因 分 析 ：丁",
        {G: "甲", A: "乙", P: "丙", C: "丁"},
    ),
    (
        "*目标达成程度：*甲<br>*主要成绩*：乙<br>__存在问题：__丙<br>★原因分析：*注*",
        {G: "甲", A: "乙", P: "丙", C: "*注*"},
    ),
    (
        "[目标达成程度] 甲。[主要成绩] 乙。[存在问题] 丙。[原因分析] 丁。",
        {G: "甲。", A: "乙。", P: "丙。", C: "丁。"},
    ),
    (
        "目标达成程度——甲。主要成绩——乙。存在问题－－丙。原因分析--丁。",
        {G: "甲。", A: "乙。", P: "丙。", C: "丁。"},
    ),
    (
        f"{G}：甲。达成情况：27项。<br>{P}：实训室管理问题：丙",
        {G: "甲。达成情况：27项。", P: "实训室管理问题：丙"},
    ),
    (
        f"{G}：甲<br>{A}：《问题清单》和《整改措施汇编》已印发。",
        {G: "甲", A: "《问题清单》和《整改措施汇编》已印发。"},
    ),
    (
        f"{A}：问题整改到位，成效明显：乙<br>{P}：1.数据分析不够：丙1。2.措施落实不力：丙2<br>{C}：主观原因：丁",
        {A: "问题整改到位，成效明显：乙", P: "1.数据分析不够：丙1。2.措施落实不力：丙2", C: "主观原因：丁"},
    ),
    (f"{P}：主要问题有：丙1。问题一：丙2。", {P: "主要问题有：丙1。问题一：丙2。"}),
    (
        f"（{G}）甲<br>（{A}）<br>1、乙1<br>2、乙2<br>（{P}）丙<br>（{C}）丁",
        {G: "甲", A: "1、乙1\n2、乙2", P: "丙", C: "丁"},
    ),
    (f"({G})<br>甲<br>({A})<br>乙<br>({P}) <br>丙<br>({C})：丁", {G: "甲", A: "乙", P: "丙", C: "丁"}),
    (
        f"一、{G} 甲。二、{A} 乙1，成绩：乙2。三、{P} 丙。四、{C} 丁",
        {G: "甲。", A: "乙1，成绩：乙2。", P: "丙。", C: "丁"},
    ),
    (f"{G} 甲<br>{A} 乙<br>{P} 丙<br>{C}　丁", {G: "甲", A: "乙", P: "丙", C: "丁"}),
    (f"{G}。甲<br>{A}。乙", {G: "甲", A: "乙"}),
    (
        f"{A}：乙。<br>{P}整改率升至88%。<br>{C}会召开6次。<br>{M}台账上线。",
        {A: f"乙。\n{P}整改率升至88%。\n{C}会召开6次。\n{M}台账上线。"},
    ),
    (
        f"{A}：乙。<br>{P}、{C}两栏统一格式，漏填率降为0。<br>{P}：丙<br>{M}、责任人写在一起，常被漏看。",
        {A: f"乙。\n{P}、{C}两栏统一格式，漏填率降为0。", P: f"丙\n{M}、责任人写在一起，常被漏看。"},
    ),
    (f"{A}（500字以内）：乙<br>{P}（限二百字）：丙<br>{C}（字数不限）：丁", {A: "乙", P: "丙", C: "丁"}),
]


@pytest.mark.parametrize(("text", "expected"), OPINIONS)
def test_the_parts_of_an_opinion_are_found_by_their_labels(
    tmp_path: Path, text: str, expected: dict[str, str]
) -> None:
    found = read(tmp_path, f"{HEAD}\n\t1.1\t{text}\t\t")
    assert cells(found) == {"1.1": expected}
    assert found.receipt.doubtful == ()


OTHERS: list[tuple[str, str, Cells, str]] = [
    (
        "a label of effects among the measures",
        f"{HEAD}\n\t1.1\t{G}：甲\t措。改进成效：效\t",
        {"1.1": {G: "甲", M: "措。改进成效：效"}},
        "“改进成效：”像是另一部分的标题，没有拆开，仍在“改进措施”里",
    ),
    (
        "numbers before labels among labels with a colon",
        f"{HEAD}\n\t1.1\t{A}：乙<br>一、{P} 丙<br>二、{C} 丁<br>{P}：丙2\t\t",
        {"1.1": {A: "乙", P: "丙\n丙2", C: "丁"}},
        "“存在问题”后面没有冒号，按编号当作标题分开",
    ),
    (
        "a row of headings with a text among them",
        f"诊断要素\t自我诊断意见\t备注\n诊断要素\t自我诊断意见\t甲\n1.1\t{G}：乙\t",
        {"1.1": {G: "乙"}},
        "这一行当作表头，其中的“甲”没有读入",
    ),
    (
        "two parts beside one text",
        f"|要素|1.4 信息系统|\n|---|---|\n|{G}|甲|\n|{P}及{C}|丙|",
        {"1.4": {G: "甲", P: "丙"}},
        "“存在问题及原因分析”写在一起",
    ),
    (
        "words beside a part's name on the left",
        f"|要素|1.4 信息系统|\n|---|---|\n|{G}|甲|\n|{P}（3个）|丙|",
        {"1.4": {G: "甲", P: "（3个）\n丙"}},
        "“存在问题（3个）”括号里的字放在正文开头",
    ),
    (
        "titles in a row",
        f"{HEAD}\n\t1.1\t{A}：乙<br>《{P}》丙<br>《{C}》丁\t\t",
        {"1.1": {A: "乙", P: "丙", C: "丁"}},
        "“存在问题”后面没有冒号，当作标题分开",
    ),
    (
        "numbers before labels, one without a colon among the measures",
        f"1.1 质量保证理念\n{G}：甲\n五、{M}：措\n六、{E} 效",
        {"1.1": {G: "甲", M: "措", E: "效"}},
        "“改进成效”后面没有冒号，按编号当作标题分开",
    ),
    (
        "a column of two parts",
        "诊断要素\t主要成绩\t存在问题及原因分析\n1.1\t甲\t丙。原因：丁",
        {"1.1": {A: "甲", P: "丙。", C: "丁"}},
        "“存在问题及原因分析”写在一起",
    ),
    (
        "a longer name under the same number",
        f"{HEAD}\n\t5.4体系特色与创新\t{G}：甲\t\t",
        {"5.4": {G: "甲"}},
        "名称与“体系特色”略有出入",
    ),
    (
        "a heading of two parts",
        f"1.1 质量保证理念\n{G}：甲\n整改措施及整改成效：\n乙",
        {"1.1": {G: "甲", M: "乙"}},
        "写在一起",
    ),
    (
        "words in a heading",
        f"1.1 质量保证理念\n{G}：甲\n主要措施\n乙\n改进措施（由教务处牵头）：\n丙",
        {"1.1": {G: "甲", M: "乙\n（由教务处牵头）\n丙"}},
        "括号里的字放在正文开头",
    ),
    (
        "a name alone after a whole sentence",
        f"1.1 质量保证理念\n{G}：甲。\n信息系统\n乙",
        {"1.1": {G: "甲。"}, "1.4": {G: "乙"}},
        "只有诊断要素的名称，没有编号",
    ),
    (
        "a name in a list",
        f"1.1 质量保证理念\n{G}：包括\n信息系统\n乙",
        {"1.1": {G: "包括\n信息系统\n乙"}},
        "这一行像是要素“信息系统”的标题",
    ),
    (
        "a name among other words",
        f"1.1 质量保证理念\n{G}：甲。\n质量事故管控工作方面\n乙",
        {"1.1": {G: "甲。\n质量事故管控工作方面\n乙"}},
        "这一行像是要素“质量事故管控”的标题",
    ),
]


@pytest.mark.parametrize(
    ("text", "expected", "reason"), [one[1:] for one in OTHERS], ids=[one[0] for one in OTHERS]
)
def test_what_lies_elsewhere_than_it_should_is_never_silent(
    tmp_path: Path, text: str, expected: Cells, reason: str
) -> None:
    found = read(tmp_path, text)
    assert cells(found) == expected
    assert any(reason in one.reason for one in found.receipt.doubtful)
    assert lost(found) == []
    assert counts_agree(found)


def test_a_column_may_begin_with_its_own_name(tmp_path: Path) -> None:
    text = f"\t1.1\t{G}：甲\t{M}：措。{E}\t{E}（截至12月）：效\n\t1.2\t{G}：乙\t{M}要写清。\t【{E}】\n"
    found = read(tmp_path, f"{HEAD}\n{text}\t1.3\t\t{E}：措\t成效：效")
    assert cells(found) == {
        "1.1": {G: "甲", M: f"措。{E}", E: "（截至12月）效"},
        "1.2": {G: "乙", M: f"{M}要写清。", E: f"【{E}】"},
        "1.3": {M: f"{E}：措", E: "成效：效"},
    }


def test_a_column_of_our_own_export_keeps_its_own_name(tmp_path: Path) -> None:
    row = tr("", "1.1", "", tc([p(f"{M}：措", "诊改表格")]), tc([p(f"{E}：效", "诊改表格")]))
    path = saved(tmp_path, tbl(HEADER, row), styles={"诊改表格": "诊改表格"})
    found = read_report(path, real_schemes(), "chongqing")
    assert cells(found) == {"1.1": {M: f"{M}：措", E: f"{E}：效"}}


def test_measures_that_name_problems_are_in_their_place(tmp_path: Path) -> None:
    text = "针对上述问题：一是措。问题一：措。改进措施：措。"
    found = read(tmp_path, f"{HEAD}\n\t1.1\t{G}：甲\t{text}\t整改情况：效")
    assert cells(found) == {"1.1": {G: "甲", M: text, E: "整改情况：效"}}
    assert found.receipt.doubtful == ()


@pytest.mark.parametrize(
    ("unit", "size", "end"),
    [
        ("主要成绩（", 8_000, ""),
        ("【问题", 10_000, ""),
        ("（1）", 15_000, ""),
        ("【待补充：", 4_000, ""),
        ("【待补充：<br>", 4_000, ""),
        ("一、存在问题 <br>", 4_000, ""),
        ("（存在问题）甲<br>", 4_000, ""),
        ("主要成绩，<br>", 4_000, ""),
        ("甲 ", 20_000, ""),
        ("整改问题分析：", 5_000, ""),
        ("问题", 20_000, "："),
    ],
)
def test_marks_without_end_are_read_in_one_pass(tmp_path: Path, unit: str, size: int, end: str) -> None:
    def repeated(times: int) -> ReadReport:
        text = unit * times + end
        return read(tmp_path, f"{HEAD}\n\t1.1\t{G}：{text}\t{text}\t")

    text = (unit * size + end).replace("<br>", "")
    assert closed(cells(repeated(size))["1.1"][M]) == closed(text)
    assert growth(repeated, size) < LINEAR


def test_a_cell_across_two_columns_is_kept_whole_and_doubtful(tmp_path: Path) -> None:
    path = saved(tmp_path, tbl(HEADER, tr("", "1.1", tc(f"{G}：甲", span=2), "效")))
    found = read_report(path, real_schemes(), "chongqing")
    assert cells(found) == {"1.1": {G: "甲", E: "效"}}
    assert "横跨自我诊断意见、改进措施" in found.receipt.doubtful[0].reason


def test_a_cell_across_all_columns_is_split_by_its_labels(tmp_path: Path) -> None:
    text = f"{G}：甲。{C}：丁。改进措施：措。改进成效：效。"
    path = saved(
        tmp_path,
        tbl(HEADER, tr("", "1.1", tc(text, span=3)), tr("", "1.2", f"{G}：乙", tc("措。成效：效", span=2))),
    )
    found = read_report(path, real_schemes(), "chongqing")
    assert cells(found) == {
        "1.1": {G: "甲。", C: "丁。", M: "措。", E: "效。"},
        "1.2": {G: "乙", M: "措。", E: "效"},
    }
    assert {one.element for one in found.receipt.doubtful} == {"1.1", "1.2"}


def test_of_our_own_export_only_the_style_begins_a_part(tmp_path: Path) -> None:
    opinion = tc(
        [
            p(f"{G}：　甲", "诊改分部"),
            p(f"{A}：不是标题"),
            p(),
            p("一、存在问题：也不是", "诊改表格"),
            p(f"{P}：", "诊改分部"),
            p("丙"),
            p(),
            p("（本内容由人工智能生成）", "诊改标识"),
        ]
    )
    styles = {name: name for name in ("诊改分部", "诊改表格", "诊改标识")}
    ours = p("要素编号与名称按佛山方案", "诊改标识")
    path = saved(tmp_path, ours, tbl(HEADER, tr("", "1.1", opinion, "措", "")), ours, styles=styles)
    found = read_report(path, real_schemes(), "chongqing")
    assert cells(found) == {"1.1": {G: f"　甲\n{A}：不是标题\n\n一、存在问题：也不是", P: "\n丙", M: "措"}}
    assert found.receipt.doubtful == ()
    assert lost(found) == []


def test_a_part_that_comes_again_is_doubtful(tmp_path: Path) -> None:
    text = "1.1 质量保证理念\n目标达成程度：甲\n主要成绩：乙\n目标达成程度：丙"
    found = read(tmp_path, text)
    assert cells(found)["1.1"] == {G: "甲\n丙", A: "乙"}
    assert [(one.part, "不止一次" in one.reason) for one in found.receipt.doubtful] == [(PartKey.GOALS, True)]
