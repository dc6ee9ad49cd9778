"""Filled forms: every layout read, what was guessed doubtful, what was not understood lost but told, nothing silent."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from app.reading.reports import read_report
from tests.reading.docx_made import document, docx, p, saved, tbl, tc, tr
from tests.reading.given import real_schemes
from tests.reading.report_read import (
    FULL,
    HEAD,
    HEADER,
    PARTS,
    PIPES,
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

LAYOUTS: list[tuple[str, str, Cells]] = [
    (
        "tabs",
        f"{HEAD}\n1 体系总体构架\t1. 1 质量保证理念\t{FULL}\t措\t效",
        {"1.1": {**PARTS, M: "措", E: "效"}},
    ),
    (
        "pipes",
        f"{PIPES}\n|1 体系总体构架|1.1 质量保证理念|{FULL}|措1<br>措2|效|",
        {"1.1": {**PARTS, M: "措1\n措2", E: "效"}},
    ),
    (
        "columns in another order",
        f"诊断要素\t改进效果\t改进措施\t自我诊断意见（500字以内）\n1.1\t效\t措\t{FULL}",
        {"1.1": {**PARTS, M: "措", E: "效"}},
    ),
    (
        "a column is missing",
        f"诊断项目\t诊断要素\t诊断意见\t整改措施\n\t1.1\t{G}：甲\t措",
        {"1.1": {G: "甲", M: "措"}},
    ),
    (
        "a column a part",
        f"诊断要素\t{G}\t{A}\t存在的问题\t原因分析\t措施\t成效\n1.1\t甲\t乙\t丙\t丁\t措\t效",
        {"1.1": {G: "甲", A: "乙", P: "丙", C: "丁", M: "措", E: "效"}},
    ),
    (
        "a header on every page",
        f"{HEAD}\n\t1.1\t{G}：甲\t\t\n{HEAD}\n\t1.2\t{G}：乙\t\t",
        {"1.1": {G: "甲"}, "1.2": {G: "乙"}},
    ),
    (
        "a header of two rows",
        f"诊断项目\t诊断要素\t自我诊断与改进\t\t\n\t\t自我诊断意见\t改进措施\t改进成效\n\t1.1\t{G}：甲\t措\t效",
        {"1.1": {G: "甲", M: "措", E: "效"}},
    ),
    (
        "no header",
        f"1 体系总体构架\t1.1 质量保证理念\t{G}：甲\t措\t效\n\t1.2 组织构架\t{G}：乙\t\t",
        {"1.1": {G: "甲", M: "措", E: "效"}, "1.2": {G: "乙"}},
    ),
    (
        "several tables",
        f"{HEAD}\n\t1.1\t{G}：甲\t\t\n续表\n\t1.2\t{G}：乙\t\t\n\n（接上页）\n{HEAD}\n\t1.3\t{G}：丙\t\t",
        {"1.1": {G: "甲"}, "1.2": {G: "乙"}, "1.3": {G: "丙"}},
    ),
    (
        "labels of elements in every notation",
        f"{HEAD}\n\t１．１质量保证理念\t{G}：甲\t\t\n\t组织构架\t{G}：乙\t\t\n\t1.3、制度构架\t{G}：丙\t\t\n\t5-2\t{G}：丁\t\t",
        {"1.1": {G: "甲"}, "1.2": {G: "乙"}, "1.3": {G: "丙"}, "5.2": {G: "丁"}},
    ),
    ("number and name contradict", f"{HEAD}\n\t5.3 质量事故管控\t{G}：甲\t\t", {"5.2": {G: "甲"}}),
    (
        "a row goes on",
        f"{HEAD}\n\t1.1\t{G}：甲，\t措\t\n\t\t乙。\t\t效",
        {"1.1": {G: "甲，乙。", M: "措", E: "效"}},
    ),
    (
        "a row goes on with a new sentence",
        f"{HEAD}\n\t1.1\t{G}：甲。\t\t\n\t\t乙。\t\t",
        {"1.1": {G: "甲。\n乙。"}},
    ),
    ("a row of a project's name", f"{HEAD}\n1 体系总体构架\t\t\t\t\n\t1.1\t{G}：甲\t\t", {"1.1": {G: "甲"}}),
    (
        "the element in the project's column",
        f"诊断项目\t自我诊断意见\t改进措施\n1.1 质量保证理念\t{G}：甲\t措",
        {"1.1": {G: "甲", M: "措"}},
    ),
    (
        "headings",
        f"## 5.2 质量事故管控\n### 自我诊断意见\n{G}：甲\n\n**{P}**\n\n乙\n### 改进措施\n措1\n\n措2\n### 改进成效：\n效\n"
        f"## 5.3 质量保证效果\n自我诊断意见：{G}：丙\n改进措施：措",
        {"5.2": {G: "甲", P: "乙", M: "措1\n\n措2", E: "效"}, "5.3": {G: "丙", M: "措"}},
    ),
    (
        "numbers of elements in brackets, behind words and with a point",
        f"{HEAD}\n\t1.1.质量保证理念\t{G}：甲\t\t\n\t要素1.2 组织构架\t{G}：乙\t\t\n\t（1.3）制度构架\t{G}：丙\t\t\n"
        f"\t诊断要素2.1：专业建设规划\t{G}：丁\t\t\n\t【2.2】专业诊改\t{G}：戊\t\t",
        {"1.1": {G: "甲"}, "1.2": {G: "乙"}, "1.3": {G: "丙"}, "2.1": {G: "丁"}, "2.2": {G: "戊"}},
    ),
    (
        "rows that a page end has cut and that say so",
        f"{HEAD}\n1 体系总体构架\t1.1 质量保证理念\t{G}：甲\t\t\n1 体系总体构架（续）\t1.2 组织构架（续表）\t{G}：乙\t\t",
        {"1.1": {G: "甲"}, "1.2": {G: "乙"}},
    ),
    (
        "a column of the numbers",
        f"诊断项目\t编号\t诊断要素\t自我诊断意见\n\t1.1\t质量保证理念\t{G}：甲\n\t1.2\t组织构架\t{G}：乙",
        {"1.1": {G: "甲"}, "1.2": {G: "乙"}},
    ),
    (
        "a table a project, each under the project's name",
        f"{HEAD}\n\t1.1\t{G}：甲\t\t\n（二）专业质量保证\n{HEAD}\n\t2.1\t{G}：乙\t\t",
        {"1.1": {G: "甲"}, "2.1": {G: "乙"}},
    ),
    (
        "columns under names of their own",
        "诊断要素\t目标达成情况\t取得的主要成效\t存在的不足\t问题成因\t对策措施\t整改成效\n1.1\t甲\t乙\t丙\t丁\t措\t效",
        {"1.1": {G: "甲", A: "乙", P: "丙", C: "丁", M: "措", E: "效"}},
    ),
    (
        "headings without numbers",
        f"质量保证理念\n{G}：甲\n【改进措施】措\n【改进成效】效\n\n（二）组织构架\n自我诊断意见：\n工作成绩：乙\n整改措施：措1\n措2。\n整改成效：效\n"
        f"要素三：制度构架\n（一）{G} 丙\n（三）问题与不足 丁",
        {
            "1.1": {G: "甲", M: "措", E: "效"},
            "1.2": {A: "乙", M: "措1\n措2。", E: "效"},
            "1.3": {G: "丙", P: "丁"},
        },
    ),
    (
        "measures and effects in one paragraph under a heading",
        f"## 1.1 质量保证理念\n{G}：甲。改进措施：措。改进成效：效。\n## 1.2 组织构架\n### 整改措施\n措。整改成效：效。",
        {"1.1": {G: "甲。", M: "措。", E: "效。"}, "1.2": {M: "措。", E: "效。"}},
    ),
    (
        "a table an element, the parts down its left",
        f"# 报告表\n\n|要素：1.4 信息系统||\n|---|---|\n|{G}|甲|\n|{A}：|{A}：乙|\n|存在的问题||\n|{M}|措1<br>措2|\n"
        f"|改进效果（200字以内）|效|\n\n续表\n\n|诊断项目|1 体系总体构架|诊断要素|1.1 质量保证理念|\n|自我诊断意见|{G}|甲|\n||{A}|乙|",
        {"1.1": {G: "甲", A: "乙"}, "1.4": {G: "甲", A: "乙", M: "措1\n措2", E: "效"}},
    ),
    (
        "such a table under the element's heading",
        f"## 1.4 信息系统\n|{G}|甲|\n|---|---|\n|{P}|丙|\n|校长（签字）：||\n## 1.1 质量保证理念\n{G}：乙\n{M}：措\n"
        f"质量事故管控\n\n|自我诊断意见|{A}|丁|\n|自我诊断意见|{C}|己|\n|{E}||庚|",
        {"1.4": {G: "甲", P: "丙"}, "1.1": {G: "乙", M: "措"}, "5.2": {A: "丁", C: "己", E: "庚"}},
    ),
    (
        "headings of projects and parts",
        f"## 5 体系运行效果\n### 5.2 质量事故管控\n**{G}**\n甲\\\n乙\n\n**{M}**\n\n1\\. 措\n### 5.3 质量保证效果\n（未填写）",
        {"5.2": {G: "甲\n乙", M: "1. 措"}},
    ),
]


@pytest.mark.parametrize(("text", "expected"), [one[1:] for one in LAYOUTS], ids=[one[0] for one in LAYOUTS])
def test_every_layout_is_read(tmp_path: Path, text: str, expected: Cells) -> None:
    found = read(tmp_path, text, "报告.md" if "#" in text else "报告.txt")
    assert cells(found) == expected
    assert lost(found) == []
    assert counts_agree(found)


DOUBTS: list[tuple[str, str, dict[str, str], str]] = [
    ("no label", "甲。乙。", {G: "甲。乙。"}, f"没有标出{G}、{A}、{P}、{C}，暂放在“{G}”"),
    ("text above the first label", f"前。<br>{A}：乙", {G: "前。", A: "乙"}, "第一个分部标题之前"),
    ("two labels in one", f"{G}：甲<br>{P}与{C}：丙", {G: "甲", P: "丙"}, f"都放在“{P}”"),
    ("two labels in one within a line", f"{G}：甲。存在问题及原因分析：丙", {G: "甲。", P: "丙"}, "写在一起"),
    (
        "a sentence that begins a part",
        f"{G}：甲。主要原因分析如下：丁。",
        {G: "甲。", C: "主要原因分析如下：丁。"},
        "“主要原因分析如下”不是表样里的标题",
    ),
    (
        "measures among the opinion",
        f"{G}：甲。改进措施：措。",
        {G: "甲。", M: "措。"},
        "写在“自我诊断意见”一格里，按其中的标题放入“改进措施”",
    ),
    (
        "a label after a comma",
        f"{A}：乙，原因分析：丁",
        {A: "乙，原因分析：丁"},
        "“原因分析：”像是另一部分的标题",
    ),
    ("prose before measures", f"{A}：乙。针对上述问题：丁", {A: "乙。针对上述问题：丁"}, "仍在“主要成绩”里"),
    (
        "a label in a sentence",
        f"{C}：取得成效的做法有：丁",
        {C: "取得成效的做法有：丁"},
        "“取得成效的做法有：”",
    ),
    (
        "an unknown label",
        f"{G}：甲<br>三、特色与成效<br>丙",
        {G: "甲\n三、特色与成效\n丙"},
        "“三、特色与成效”",
    ),
    (
        "a label half known",
        f"{G}：甲<br>三、不足与展望<br>丙",
        {G: "甲", P: "丙"},
        "“不足与展望”不是表样里的标题",
    ),
    (
        "a label counted within a line",
        f"{G}：甲，一、{P}；丙",
        {G: f"甲，一、{P}；丙"},
        "“存在问题”像是另一部分的",
    ),
    ("a label after 一是", f"{G}：甲。一是{A}；乙", {G: f"甲。一是{A}；乙"}, "“主要成绩”像是另一部分的标题"),
    (
        "a label in bold within a line",
        f"{A}：乙，**{P}**：丙",
        {A: "乙，", P: "丙"},
        "“存在问题”前面没有句号",
    ),
    (
        "a short label at a line's end",
        f"{A}：乙。措施<br>措",
        {A: "乙。措施\n措"},
        "“措施”像是另一部分的标题",
    ),
    ("a label in brackets within a line", f"{A}：乙【{P}】丙", {A: "乙", P: "丙"}, "“存在问题”前面没有句号"),
    ("an unknown label in brackets", f"{G}：甲【问题清单】丙", {G: "甲【问题清单】丙"}, "“【问题清单】”"),
    ("a label after a blank", f"{A}：乙 {P}：丙", {A: "乙 ", P: "丙"}, "“存在问题”前面没有句号或换行"),
    ("a label at a number", f"{A}：乙（3）{P}：丙", {A: "乙", P: "丙"}, "“存在问题”前面没有句号或换行"),
    ("a label before another mark", f"{A}：乙。{P}|丙", {A: f"乙。{P}|丙"}, "“存在问题”像是另一部分的标题"),
    (
        "words beside a label",
        f"{A}：乙<br>{P}（3个）：丙",
        {A: "乙", P: "（3个）丙"},
        "“存在问题（3个）”括号里的字放在正文开头",
    ),
    ("effects after problems", f"{P}：丙<br>成效：乙", {A: "乙", P: "丙"}, "“成效”不是表样里的标题"),
    (
        "what is planned",
        f"{C}：丁<br>下一步工作计划：措",
        {C: "丁", M: "措"},
        "“下一步工作计划”不是表样里的标题",
    ),
    ("an outcome", f"{G}：甲<br>整改落实情况：效", {G: "甲", E: "效"}, "“整改落实情况”不是表样里的标题"),
    (
        "a label before a blank among labels with a colon",
        f"{A}：乙。<br>{P} 整改率由71%升至88%。<br>{P}：丙",
        {A: f"乙。\n{P} 整改率由71%升至88%。", P: "丙"},
        "“存在问题”像是另一部分的标题，没有拆开",
    ),
    (
        "labels between dashes",
        f"{A}：{P}—{C}—{M}三单制。<br>{C}—{M}—{E}闭环。<br>{P}：丙",
        {A: f"{P}—{C}—{M}三单制。\n{C}—{M}—{E}闭环。", P: "丙"},
        "“存在问题”“原因分析”像是另一部分的标题，没有拆开",
    ),
    (
        "two of them",
        f"{A}：乙。<br>{P} 整改率由71%升至88%。<br>{C} 会商6次。<br>{P}：丙",
        {A: f"乙。\n{P} 整改率由71%升至88%。\n{C} 会商6次。", P: "丙"},
        "“存在问题”“原因分析”像是另一部分的标题，没有拆开",
    ),
    (
        "a sentence of a label's words",
        f"{A}：乙。<br>{C}。<br>{P}：丙",
        {A: f"乙。\n{C}。", P: "丙"},
        "“原因分析”像是另一部分的标题，没有拆开",
    ),
    (
        "a label before a dash among labels with a colon",
        f"{A}：乙。<br>{P}—整改率升高。<br>{P}：丙",
        {A: f"乙。\n{P}—整改率升高。", P: "丙"},
        "“存在问题”像是另一部分的标题，没有拆开",
    ),
    (
        "a label in round brackets among labels with a colon",
        f"{A}：乙。<br>（{P}）一栏上线。<br>{P}：丙",
        {A: f"乙。\n（{P}）一栏上线。", P: "丙"},
        "“存在问题”像是另一部分的标题，没有拆开",
    ),
    (
        "a title at a line's head",
        f"{A}：乙。<br>《{P}》台账上线。",
        {A: f"乙。\n《{P}》台账上线。"},
        "“存在问题”像是另一部分的标题，没有拆开",
    ),
    (
        "a number before a label among others",
        f"{A}：1、乙<br>2、{P} 整改率升高",
        {A: f"1、乙\n2、{P} 整改率升高"},
        "“存在问题”像是另一部分的标题，没有拆开",
    ),
    (
        "a line that goes on below",
        f"{A}：专家42人，<br>{P}<br>反馈窗口2个。",
        {A: "专家42人，", P: "反馈窗口2个。"},
        "“存在问题”上面一行没有写完",
    ),
    (
        "a label in a list with a colon",
        f"{A}：乙。<br>{P}、责任人一并填写：丙",
        {A: "乙。", P: f"{P}、责任人一并填写：丙"},
        "“存在问题、责任人一并填写”不是表样里的标题",
    ),
    (
        "labels side by side",
        f"{A}：乙。<br>【{P}】【{C}】两栏统一格式。",
        {A: "乙。", C: "两栏统一格式。"},
        "“存在问题”“原因分析”两个标题连在一起",
    ),
    (
        "words that are no limit",
        f"{A}（数字校园）：乙",
        {A: "（数字校园）乙"},
        "“主要成绩（数字校园）”括号里的字放在正文开头",
    ),
    (
        "another part in the brackets",
        f"{A}：乙<br>{P}（{C}）：丙",
        {A: "乙", P: f"（{C}）丙"},
        "“存在问题（原因分析）”括号里的字放在正文开头",
    ),
    ("two labels in one, shortened", f"{G}：甲<br>三、存在的问题及原因：丙", {G: "甲", P: "丙"}, "写在一起"),
]


@pytest.mark.parametrize(
    ("text", "expected", "reason"), [one[1:] for one in DOUBTS], ids=[one[0] for one in DOUBTS]
)
def test_what_was_guessed_is_doubtful(
    tmp_path: Path, text: str, expected: dict[str, str], reason: str
) -> None:
    found = read(tmp_path, f"{HEAD}\n\t1.1\t{text}\t\t")
    assert cells(found) == {"1.1": expected}
    (doubt,) = found.receipt.doubtful
    assert reason in doubt.reason
    assert (doubt.element, doubt.where) == ("1.1", "第2行第3列")


def test_a_table_without_a_header_is_one_doubt_and_a_note_says_so(tmp_path: Path) -> None:
    rows = f"1 体系总体构架\t1.1 质量保证理念\t{G}：甲\t措\t效\n\t1.2 组织构架\t乙\t措\t效"
    found = read(tmp_path, rows).receipt
    assert [(one.where, one.element) for one in found.doubtful] == [("表1", ""), ("第2行第3列", "1.2")]
    assert "没有表头" in found.doubtful[0].reason
    assert any("没有表头" in note for note in found.notes)


def test_a_second_row_of_an_element_is_added_and_doubtful(tmp_path: Path) -> None:
    rows = f"\t1.1\t{G}：甲。{C}：丁，\t\t\n\t1.2\t{G}：戊\t\t\n\t1.1\t{P}：丙\t措\t\n\t\t续\t\t"
    found = read(tmp_path, f"{HEAD}\n{rows}")
    assert cells(found) == {"1.1": {G: "甲。", P: "丙续", C: "丁，", M: "措"}, "1.2": {G: "戊"}}
    assert [one.where for one in found.receipt.doubtful] == ["第4行第3列", "第4行第4列", "第5行第3列"]
    assert all("1.1" in one.reason for one in found.receipt.doubtful)
    assert counts_agree(found)


def test_a_table_with_other_rows_is_no_elements_own(tmp_path: Path) -> None:
    rows = f"|{P}|3个|\n|---|---|\n|整改率|88%|\n|{C}|丁|"
    found = read(tmp_path, f"## 1.1 质量保证理念\n{G}：甲\n\n{rows}", "报告.md")
    assert cells(found) == {"1.1": {G: f"甲\n\n{P}\t3个\n整改率\t88%\n{C}\t丁"}}
    assert "“存在问题”“原因分析”像是另一部分的标题" in found.receipt.doubtful[0].reason


def test_what_stands_between_tables_of_the_elements_is_lost_but_told(tmp_path: Path) -> None:
    table = f"|{{}}||\n|---|---|\n|{G}|甲|\n|{E}|效|\n|其他说明||\n"
    text = f"{table.format('1.1 质量保证理念')}\n附注\n\n{table.format('要素：1.4 信息系统')}"
    found = read(tmp_path, text, "报告.md")
    assert cells(found) == {"1.1": {G: "甲", E: "效"}, "1.4": {G: "甲", E: "效"}}
    assert Counter(lost(found)) == Counter(["附注", "其他说明", "其他说明"])
    assert counts_agree(found)


LOST: list[tuple[str, str, Cells, list[str]]] = [
    (
        "an element of no scheme",
        f"{HEAD}\n\t1.1\t{G}：甲\t\t\n\t9.9 别的要素\t乙\t措\t",
        {"1.1": {G: "甲"}},
        ["9.9 别的要素", "乙", "措"],
    ),
    ("an element twice, the first empty", f"{HEAD}\n\t1.1\t\t\t\n\t1.1\t{G}：乙\t\t", {"1.1": {G: "乙"}}, []),
    ("text before any element", f"{HEAD}\n\t\t甲\t\t\n\t1.1\t{G}：乙\t\t", {"1.1": {G: "乙"}}, ["甲"]),
    (
        "extra columns",
        "序号\t诊断要素\t自我诊断意见\t备注\n1\t1.1\t目标达成程度：甲\t见附件\n2\t1.2\t目标达成程度：乙\t",
        {"1.1": {G: "甲"}, "1.2": {G: "乙"}},
        ["1", "见附件", "2"],
    ),
    (
        "words beside an element's name",
        f"{HEAD}\n\t1.1 质量保证理念（质管办）\t{G}：甲\t\t",
        {"1.1": {G: "甲"}},
        ["1.1 质量保证理念（质管办）"],
    ),
    ("an unknown project", f"{HEAD}\n教务处\t1.1\t{G}：甲\t\t", {"1.1": {G: "甲"}}, ["教务处"]),
    (
        "a paragraph beside the table",
        f"保密文件\n{HEAD}\n\t1.1\t{G}：甲\t\t\n填表人：张三",
        {"1.1": {G: "甲"}},
        ["保密文件", "填表人：张三"],
    ),
]


@pytest.mark.parametrize(
    ("text", "stored", "expected"), [one[1:] for one in LOST], ids=[one[0] for one in LOST]
)
def test_what_was_not_understood_is_lost_but_told(
    tmp_path: Path, text: str, stored: Cells, expected: list[str]
) -> None:
    found = read(tmp_path, text)
    assert cells(found) == stored
    assert Counter(lost(found)) == Counter(expected)
    assert all(one.reason and one.where for one in found.receipt.lost)
    assert counts_agree(found)


def test_elements_without_a_row_are_missing(tmp_path: Path) -> None:
    rows = [f"\t{one.code} {one.name}\t\t\t" for one in real_schemes()["chongqing"].elements()]
    found = read(tmp_path, "\n".join([HEAD, *rows[:3], *rows[5:]]))
    assert found.receipt.missing == ("1.4", "2.1")
    assert found.report.cells == ()


WORD: list[tuple[str, list[str], Cells, list[str]]] = [
    (
        "projects merged downwards",
        [
            tbl(
                HEADER,
                tr(tc("1 体系总体构架", merge="restart"), "1.1 质量保证理念", f"{G}：甲", "措", ""),
                tr(tc("", merge=""), "1.2 组织构架", tc([p(f"{G}：乙"), p(f"{P}：丙")]), "", "效"),
            )
        ],
        {"1.1": {G: "甲", M: "措"}, "1.2": {G: "乙", P: "丙", E: "效"}},
        [],
    ),
    (
        "a header over two rows with merged cells",
        [
            tbl(
                tr(
                    tc("诊断项目", merge="restart"),
                    tc("诊断要素", merge="restart"),
                    tc("自我诊断与改进情况", span=3),
                ),
                tr(tc("", merge=""), tc("", merge=""), "自我诊断意见", "改进措施", "改进效果"),
                ["", "1.1", f"{G}：甲", "措", "效"],
            )
        ],
        {"1.1": {G: "甲", M: "措", E: "效"}},
        [],
    ),
    (
        "an element merged downwards over two rows",
        [
            tbl(
                HEADER,
                tr("", tc("1.1", merge="restart"), f"{G}：甲。", "措。", ""),
                tr("", tc("", merge=""), f"{P}：乙。", "", "效"),
            )
        ],
        {"1.1": {G: "甲。", P: "乙。", M: "措。", E: "效"}},
        [],
    ),
    (
        "tables cut by hand, a signature in the last row",
        [
            tbl(HEADER, ["", "1.1", f"{G}：甲", "", ""]),
            p(),
            tbl(["", "1.2", f"{G}：乙", "", ""], tr(tc("校长（签字）：张三", span=5))),
        ],
        {"1.1": {G: "甲"}, "1.2": {G: "乙"}},
        [],
    ),
    (
        "a cover table and another table behind",
        [
            tbl(["学校名称", "某学院"], ["联系人", "张三"]),
            tbl(HEADER, ["", "1.1 质量保证理念", f"{G}：甲", "", ""]),
            p("附：统计"),
            tbl(["班级", "人数", "a", "b", "c"], ["一班", "30", "", "", ""]),
        ],
        {"1.1": {G: "甲"}},
        ["联系人", "张三", "附：统计", "班级", "人数", "a", "b", "c", "一班", "30"],
    ),
    (
        "headings by style",
        [
            p("5.2 质量事故管控", "heading 2"),
            p("自我诊断意见", "heading 3"),
            p(f"{G}：甲"),
            p("改进措施", "heading 3"),
            p("措"),
        ],
        {"5.2": {G: "甲", M: "措"}},
        [],
    ),
]


@pytest.mark.parametrize(
    ("blocks", "expected", "gone"), [one[1:] for one in WORD], ids=[one[0] for one in WORD]
)
def test_word_files_of_many_layouts_are_read(
    tmp_path: Path, blocks: list[str], expected: Cells, gone: list[str]
) -> None:
    styles = {f"heading {level}": f"heading {level}" for level in (2, 3)}
    found = read_report(saved(tmp_path, *blocks, styles=styles), real_schemes(), "chongqing")
    assert cells(found) == expected
    assert Counter(lost(found)) == Counter(gone)
    assert counts_agree(found)


def test_a_text_merged_downwards_is_the_first_elements_and_a_note_says_so(tmp_path: Path) -> None:
    first = tr("", "1.1", f"{G}：甲", tc("共同措施", merge="restart"), "")
    path = saved(tmp_path, tbl(HEADER, first, tr("", "1.2", f"{G}：乙", tc("", merge=""), "")))
    found = read_report(path, real_schemes(), "chongqing")
    assert cells(found) == {"1.1": {G: "甲", M: "共同措施"}, "1.2": {G: "乙"}}
    assert any("与上一行合并" in note for note in found.receipt.notes)


def test_the_appendix_of_our_own_export_is_left_out(tmp_path: Path) -> None:
    text = f"### 1.1 质量保证理念\n**{G}**\n甲\n## 附：各句依据\n### 1.1 质量保证理念\n**{G}**\n- “甲” ← E1"
    found = read(tmp_path, text, "报告.md", None)
    assert cells(found) == {"1.1": {G: "甲"}}
    assert lost(found) == []
    assert any("附：各句依据" in note for note in found.receipt.notes)


def test_notes_at_the_foot_are_lost_but_told(tmp_path: Path) -> None:
    main = document(tbl(HEADER, ["", "1.1", f"{G}：甲", "", ""]))
    path = tmp_path / "a.docx"
    path.write_bytes(
        docx(main, parts={"footnotes": f"<w:footnote>{p('数据来自平台')}</w:footnote>", "header1": p("内部")})
    )
    found = read_report(path, real_schemes(), "chongqing")
    assert lost(found) == ["数据来自平台"]
    assert counts_agree(found)


def test_a_long_ordinary_report_is_read_whole(tmp_path: Path) -> None:
    text = [p(f"{name}：{'质量保证工作持续推进。' * 12}") for name in (G, A, P, C)]
    rows = [
        tr("", f"{one.code} {one.name}", tc(text), "措施。" * 60, "成效。" * 60)
        for one in real_schemes()["chongqing"].elements()
    ]
    path = saved(tmp_path, p("学校名称：某学院"), tbl(HEADER, *rows))
    found = read_report(path, real_schemes())
    assert (found.receipt.seen, len(found.report.cells)) == (45, 15)


# Characters that make no label, number or table of their own.
