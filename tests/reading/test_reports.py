"""A filled report is read out of every layout people make of the form, and no text of it disappears."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.drafts import OPINION, PartKey, ReportKind
from app.domain.errors import ReportError, UnknownNameError
from app.domain.receipts import ReadReport
from app.reading.reports import read_report
from tests.growth import LINEAR, growth
from tests.reading.docx_made import document, docx, p, saved, tbl, tc, tr
from tests.reading.given import closed, real_schemes, real_sources

G, A, P, C, M, E = "目标达成程度", "主要成绩", "存在问题", "原因分析", "改进措施", "改进成效"
NAMES = dict(zip((*OPINION, PartKey.MEASURES, PartKey.EFFECTS), (G, A, P, C, M, E), strict=True))
HEADER = ["诊断项目", "诊断要素", "自我诊断意见", "改进措施", "改进成效"]
HEAD = "\t".join(HEADER)
PIPES = f"|{'|'.join(HEADER)}|\n|---|---|---|---|---|"
Cells = dict[str, dict[str, str]]


def read(tmp_path: Path, text: str, name: str = "报告.txt", scheme: str | None = "chongqing") -> ReadReport:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_report(path, real_schemes(), scheme)


def cells(found: ReadReport) -> Cells:
    """The texts by element and name of the part."""
    return {
        cell.element: {NAMES.get(part.key, part.key): part.text for part in cell.parts}
        for cell in found.report.cells
    }


def lost(found: ReadReport) -> list[str]:
    return [one.text for one in found.receipt.lost]


def counts_agree(found: ReadReport) -> bool:
    return found.receipt.seen == found.receipt.stored + len(found.receipt.lost)


FULL = f"{G}：甲。<br>{A}：乙。<br>{P}：丙。<br>{C}：丁。"
PARTS = {G: "甲。", A: "乙。", P: "丙。", C: "丁。"}
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


def test_a_contradiction_of_number_and_name_is_doubtful(tmp_path: Path) -> None:
    (doubt,) = read(tmp_path, f"{HEAD}\n\t5.3 质量事故管控\t{G}：甲\t\t").receipt.doubtful
    assert (doubt.element, doubt.where) == ("5.2", "第2行第2列")
    assert "5.3" in doubt.reason
    assert "按名称" in doubt.reason


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


def test_a_line_with_tabs_under_a_heading_is_text(tmp_path: Path) -> None:
    rows = (
        f"姓名\t年龄\t备注\n1.1 质量保证理念\n{G}：甲\n指标\t目标\t完成\n事故率\t0.2%\t0.18%\n\n改进措施：措"
    )
    found = read(tmp_path, rows)
    assert cells(found) == {"1.1": {G: "甲\n指标\t目标\t完成\n事故率\t0.2%\t0.18%", M: "措"}}
    assert lost(found) == ["姓名", "年龄", "备注"]
    assert counts_agree(found)


def test_measures_that_name_problems_are_in_their_place(tmp_path: Path) -> None:
    text = "针对上述问题：一是措。问题一：措。改进措施：措。"
    found = read(tmp_path, f"{HEAD}\n\t1.1\t{G}：甲\t{text}\t整改情况：效")
    assert cells(found) == {"1.1": {G: "甲", M: text, E: "整改情况：效"}}
    assert found.receipt.doubtful == ()


def test_another_schemes_name_under_a_number_of_this_one_is_refused(tmp_path: Path) -> None:
    rows = f"\t1.1 质量保证理念\t{G}：甲\t\t\n\t4.1 育人体系\t{G}：乙\t\t\n\t3.1 课程建设规划\t丙\t\t"
    found = read(tmp_path, f"{HEAD}\n{rows}")
    assert set(cells(found)) == {"1.1", "4.1"}
    assert lost(found) == ["3.1 课程建设规划", "丙"]


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


def official(filled: str = "") -> str:
    """The form as it is printed, with something in its first cell."""
    lines = real_sources()["chongqing"].text.split("\n")
    text = "\n".join(lines[287:])
    assert "1. 1 质量保证理念" in text
    return text.replace("1. 1 质量保证理念\t", f"1. 1 质量保证理念\t{filled}")


def test_of_the_official_form_nothing_is_lost(tmp_path: Path) -> None:
    found = read(tmp_path, official(f"{G}：甲"), scheme=None)
    assert cells(found) == {"1.1": {G: "甲"}}
    assert (found.receipt.seen, found.receipt.stored) == (1, 1)
    assert (found.receipt.lost, found.receipt.missing) == ((), ())
    assert (found.report.scheme, found.report.form) == ("chongqing", "chongqing")
    assert (found.report.kind, found.report.title) == (ReportKind.EARLIER, "报告.txt")


def test_school_cycle_and_overview_are_read(tmp_path: Path) -> None:
    text = (
        official()
        .replace("学校名称：", "学校名称：某职业学院（盖章）")
        .replace("字以内）", "字以内）\n一年来。\n\n两年来。\n")
    )
    found = read(tmp_path, text, "2023-2024学年报告.txt")
    assert (found.report.school, found.report.cycle) == ("某职业学院", "2023-2024")
    assert found.report.overview == "一年来。\n\n两年来。"
    assert (found.receipt.seen, found.receipt.stored) == (2, 2)


FRONTS: list[tuple[str, str, str, str]] = [
    ("学校名称：某学院\n2024年度", "报告.txt", "某学院", "2024"),
    ("学校名称:\n某学院", "2025年报告.txt", "某学院", "2025"),
    ("某学院2023—2024学年自我诊改报告", "报告2020.txt", "", "2023-2024"),
    ("学校名称：某学院 2022-23学年", "报告.txt", "某学院 2022-23学年", "2022-2023"),
    ("自我诊改报告", "报告.txt", "", ""),
    ("学校名称：________", "20241230.txt", "", ""),
]


@pytest.mark.parametrize(("front", "name", "school", "cycle"), FRONTS)
def test_school_and_cycle_stand_in_many_places(
    tmp_path: Path, front: str, name: str, school: str, cycle: str
) -> None:
    found = read(tmp_path, f"{front}\n\n一、工作概述\n概\n\n{HEAD}\n\t1.1\t{G}：甲\t\t", name)
    assert (found.report.school, found.report.cycle) == (school, cycle)
    assert found.report.overview == "概"
    assert lost(found) == []


def of_scheme(id_: str) -> str:
    rows = [f"\t{one.code} {one.name}\t{G}：甲\t\t" for one in real_schemes()[id_].elements()]
    return "\n".join([HEAD, *rows])


@pytest.mark.parametrize(("id_", "form"), [("chongqing", "chongqing"), ("foshan", "")])
def test_the_scheme_is_recognised_by_its_numbers_and_names(tmp_path: Path, id_: str, form: str) -> None:
    found = read(tmp_path, of_scheme(id_), scheme=None)
    assert (found.report.scheme, found.report.form) == (id_, form)
    assert len(found.report.cells) == len(list(real_schemes()[id_].elements()))
    assert real_schemes()[id_].short in found.receipt.notes[0]


def test_numbers_alone_are_no_proof_and_a_note_says_so(tmp_path: Path) -> None:
    found = read(tmp_path, f"{HEAD}\n\t1.1\t{G}：甲\t\t", scheme=None)
    assert found.report.scheme == "chongqing"
    assert "佛山方案同样相符" in found.receipt.notes[0]


@pytest.mark.parametrize(("id_", "asked"), [("foshan", "chongqing"), ("chongqing", "foshan")])
def test_a_report_of_another_scheme_is_refused(tmp_path: Path, id_: str, asked: str) -> None:
    with pytest.raises(ReportError) as error:
        read(tmp_path, of_scheme(id_), scheme=asked)
    assert all(real_schemes()[one].short in str(error.value) for one in (id_, asked))


@pytest.mark.parametrize(
    "text", ["今天天气很好。", "姓名\t年龄\t备注\n张三\t30\t无", "# 教学计划\n\n## 1 目标\n好"]
)
def test_a_file_without_a_report_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ReportError, match=r"“报告\.txt”里没有找到自我诊断与改进报告表"):
        read(tmp_path, text, scheme=None)


def test_an_unknown_scheme_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="没有方案“上海”"):
        read(tmp_path, HEAD, scheme="上海")


BYTES: list[tuple[str, bytes, str]] = [
    ("报告.txt", b"", "是空的"),
    ("报告.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 .doc"),
    ("报告.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 .doc"),
    ("报告.pdf", b"%PDF-1.7", "的格式不能读"),
    ("报告.docx", "文字".encode(), "不是 Word 的 .docx"),
    ("报告.txt", "好\n".encode() + b"\xff\xfe\xff", "第 2 行有无法识别的字节"),
    ("报告.txt", bytes(99), "不是文本文件"),
    ("报告.md", b"PK\x03\x04" + bytes(99), "没有传完整"),
    ("报告.txt", b"x" * 8_000_001, "超过 8 MB"),
    ("报告.txt", "好".encode() * 2_000_001, "超过 2000000 字"),
    ("报告.txt", "好\n".encode() * 20_001, "段落和单元格超过 20000 个"),
    ("报告.md", b"|" * 1_000_000, "段落和单元格超过 20000 个"),
]


@pytest.mark.parametrize(("name", "data", "said"), BYTES)
def test_a_file_that_cannot_be_read_is_told_of(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ReportError) as error:
        read_report(path, real_schemes())
    assert str(error.value).startswith(f"“{name}”")
    assert said in str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str, end: str) -> None:
    (tmp_path / "a.txt").write_bytes(f"{HEAD}\n\t1.1\t{G}：㐂甲\t\t".replace("\n", end).encode(encoding))
    assert cells(read_report(tmp_path / "a.txt", real_schemes())) == {"1.1": {G: "㐂甲"}}


def test_control_characters_are_taken_out_and_told(tmp_path: Path) -> None:
    found = read(tmp_path, f"{HEAD}\n\t1.1\t{G}：甲\x00乙\x1b\ufffe\t\t")
    assert cells(found) == {"1.1": {G: "甲乙"}}
    assert any("3 个控制字符" in note for note in found.receipt.notes)


def test_a_cell_of_50000_characters_is_kept_whole(tmp_path: Path) -> None:
    text = "质量保证。原因：" * 6250
    found = read(tmp_path, f"{HEAD}\n\t1.1\t{G}：甲\t{text}\t")
    assert cells(found)["1.1"][M] == text


def test_blanks_without_end_are_read_in_one_pass(tmp_path: Path) -> None:
    def blank(size: int) -> ReadReport:
        blanks = " " * size + "<br>" * (size // 2)
        return read(tmp_path, f"{HEAD}\n\t1.1\t{G}：甲{blanks}乙\t{blanks}措\t")

    assert closed(cells(blank(20_000))["1.1"][G]) == "甲乙"
    assert growth(blank, 10_000) < LINEAR


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


@pytest.mark.parametrize(
    ("head", "unit", "tail", "size"),
    [
        ("", "一、", "", 20_000),
        ("## ", "# ", "x", 20_000),
        ("", "**", "", 20_000),
        ("|", "--|", "x", 4_000),
        ("", " \t", "", 4_000),
    ],
)
def test_a_line_without_end_is_read_in_one_pass(
    tmp_path: Path, head: str, unit: str, tail: str, size: int
) -> None:
    def repeated(times: int) -> ReadReport:
        line = f"{head}{unit * times}{tail}"
        return read(tmp_path, f"{line}\n\n{HEAD}\n\t1.1\t{G}：甲\t\t", "报告.md")

    assert cells(repeated(size)) == {"1.1": {G: "甲"}}
    assert growth(repeated, size) < LINEAR


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


OVERVIEWS: list[tuple[str, list[str]]] = [
    ("in one cell", [tbl([tc([p("自我诊改工作概述（500字以内）"), p("概1"), p("概2")])])]),
    ("below its heading", [tbl(["工作概述"], [tc([p("概1"), p("概2")])])]),
    ("beside its heading", [tbl(["工作概述", tc([p("概1"), p("概2")])])]),
    ("in a frame", [p("一、自我诊改工作概述"), tbl([tc([p("概1"), p("概2")])])]),
]


@pytest.mark.parametrize("blocks", [one[1] for one in OVERVIEWS], ids=[one[0] for one in OVERVIEWS])
def test_an_overview_in_a_table_is_read(tmp_path: Path, blocks: list[str]) -> None:
    path = saved(
        tmp_path, *blocks, p("二、自我诊断与改进报告表"), tbl(HEADER, ["", "1.1", f"{G}：甲", "", ""])
    )
    found = read_report(path, real_schemes(), "chongqing")
    assert found.report.overview == "概1\n概2"
    assert lost(found) == []
    assert counts_agree(found)


def test_a_text_merged_downwards_is_the_first_elements_and_a_note_says_so(tmp_path: Path) -> None:
    first = tr("", "1.1", f"{G}：甲", tc("共同措施", merge="restart"), "")
    path = saved(tmp_path, tbl(HEADER, first, tr("", "1.2", f"{G}：乙", tc("", merge=""), "")))
    found = read_report(path, real_schemes(), "chongqing")
    assert cells(found) == {"1.1": {G: "甲", M: "共同措施"}, "1.2": {G: "乙"}}
    assert any("与上一行合并" in note for note in found.receipt.notes)


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
WORDS = st.text("甲乙丙丁戊，。！（）“”A %①é𠀀　", min_size=1, max_size=12)
LABELS = st.sampled_from(
    [
        *(f"{one.code} {one.name}" for one in real_schemes()["chongqing"].elements()),
        "9.9 别的",
        "",
        "",
        "六、其他",
    ]
)
COLUMNS = st.permutations(["诊断要素", "自我诊断意见", "改进措施", "改进成效", "备注"])
ROWS = st.lists(
    st.tuples(LABELS, st.lists(st.one_of(st.just(""), WORDS), min_size=4, max_size=4)), max_size=12
)


def written(header: Sequence[str], rows: Sequence[tuple[str, list[str]]]) -> list[list[str]]:
    """The table: the labels under 诊断要素, the texts under the other headings."""
    place = list(header).index("诊断要素")
    return [[*texts[:place], label, *texts[place:]] for label, texts in rows]


def kept(found: ReadReport) -> Counter[str]:
    """Every character of the report and of what is lost."""
    texts = [part.text for cell in found.report.cells for part in cell.parts]
    return Counter(closed("".join(texts + lost(found))))


def check_nothing_is_lost(found: ReadReport, rows: Sequence[tuple[str, list[str]]]) -> None:
    texts = [text for _, row in rows for text in row if text.strip()]
    unknown = [label for label, _ in rows if label in ("9.9 别的", "六、其他")]
    assert kept(found) == Counter(closed("".join(texts + unknown)))
    assert found.receipt.seen == len(texts) + len(unknown)
    assert counts_agree(found)


FIRST = ("1.1 质量保证理念", ["甲", "", "", ""])
TRIED = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(TRIED, max_examples=200)
@given(header=COLUMNS, rows=ROWS)
def test_no_character_of_a_text_file_disappears(
    tmp_path: Path, header: list[str], rows: list[tuple[str, list[str]]]
) -> None:
    rows = [FIRST, *rows]
    lines = [header, *written(header, rows)]
    check_nothing_is_lost(read(tmp_path, "\n".join("\t".join(line) for line in lines)), rows)


@settings(TRIED, max_examples=15)
@given(header=COLUMNS, rows=ROWS)
def test_no_character_of_a_word_file_disappears(
    tmp_path: Path, header: list[str], rows: list[tuple[str, list[str]]]
) -> None:
    rows = [FIRST, *rows]
    path = saved(tmp_path, tbl(header, *written(header, rows)))
    check_nothing_is_lost(read_report(path, real_schemes(), "chongqing"), rows)


def test_a_name_before_a_colon_opens_its_element(tmp_path: Path) -> None:
    text = "5.3 质量保证效果\n目标达成程度：甲\n主要成绩：乙\n体系特色：\n目标达成程度：丙\n主要成绩：丁"
    assert cells(read(tmp_path, text)) == {"5.3": {G: "甲", A: "乙"}, "5.4": {G: "丙", A: "丁"}}


@pytest.mark.parametrize("line", ["- 2 -", "第 2 页 共 9 页", "某学院自我诊改报告"])
def test_page_numbers_and_running_heads_in_a_text_are_told(tmp_path: Path, line: str) -> None:
    text = f"某学院自我诊改报告\n1.1 质量保证理念\n目标达成程度：甲\n{line}\n主要成绩：乙"
    found = read(tmp_path, text)
    assert [one.text for one in found.receipt.doubtful] == [line]
    assert cells(found)["1.1"] == {G: f"甲\n{line}", A: "乙"}


def test_a_part_that_comes_again_is_doubtful(tmp_path: Path) -> None:
    text = "1.1 质量保证理念\n目标达成程度：甲\n主要成绩：乙\n目标达成程度：丙"
    found = read(tmp_path, text)
    assert cells(found)["1.1"] == {G: "甲\n丙", A: "乙"}
    assert [(one.part, "不止一次" in one.reason) for one in found.receipt.doubtful] == [(PartKey.GOALS, True)]
