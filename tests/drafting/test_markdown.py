"""A report as Markdown reads like the form, and shows what people wrote as they wrote it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.drafts import OVERVIEW, Cell, Origin, PartKey, Report
from app.domain.errors import ReportError
from app.domain.schemes import Scheme
from app.drafting.markdown import escaped, written
from app.drafting.printed import AI_LABEL, AI_MARK
from tests.drafting import given


def blocks(report: Report, form: Scheme | None = None, sources: bool = False) -> list[str]:
    return written(report, given.schemes()[report.scheme], form, sources).rstrip("\n").split("\n\n")


def test_it_reads_like_the_form() -> None:
    found = blocks(given.report(given.concepts()), given.chongqing())
    assert found[:20] == [
        "# 重庆市高等职业院校内部质量保证体系 自我诊改报告",
        "学校名称：示例职业技术学院",
        "## 一、自我诊改工作概述（500字以内）",
        "学校成立诊改办公室。\\\n全年自查 2 次。",
        "## 1 体系总体构架",
        "### 1.1 质量保证理念",
        "**目标达成程度**",
        "2024 年制定的 5 项质量目标完成 4 项。\\\n其中：\t毕业生去向落实率 94.1%。",
        "**存在问题**",
        "二级学院自查记录 3 份不全。",
        "课程组 \\< 5 人的 \\& 专业有 2 个。",
        "**原因分析**",
        "自查周期没有写进制度。",
        "**改进措施**",
        "（一）修订自查办法。\\\n（二）每学期抽查一次。",
        "**改进成效**",
        "抽查 2 次，记录全部补齐。",
        "### 1.2 组织构架",
        "（未填写）",
        "### 1.3 制度构架",
    ]


def test_every_element_has_its_heading() -> None:
    for scheme in (given.chongqing(), given.foshan()):
        headings = [one[4:] for one in blocks(given.report(scheme=scheme.id)) if one.startswith("### ")]
        assert headings == [f"{one.code} {one.name}" for one in scheme.elements()]


def test_without_a_form_the_names_are_our_own() -> None:
    found = blocks(given.report(given.concepts(), scheme="foshan"))
    assert found[0] == "# 自我诊改报告"
    assert found[2] == "## 自我诊改工作概述"
    assert not [one for one in found if one.startswith(">")]


def test_another_schemes_form_is_told() -> None:
    found = blocks(given.report(scheme="foshan"), given.chongqing())
    assert found[1] == "> 要素编号与名称按佛山方案；表样与字数要求按重庆方案，由学校选定"


def test_what_a_model_wrote_is_labelled() -> None:
    found = blocks(given.report(given.concepts(Origin.MODEL)), given.chongqing())
    assert found[1] == f"> {AI_LABEL}"
    assert found[found.index("**改进措施**") + 2] == AI_MARK
    assert found.count(AI_MARK) == 1
    assert "人工智能" not in written(given.report(given.concepts()), given.chongqing(), None)


def test_sources_are_lists() -> None:
    found = blocks(given.report(given.concepts(Origin.MODEL)), given.chongqing(), sources=True)
    shown = found[found.index("## 附：各句依据") :]
    assert shown[shown.index("### 1.1 质量保证理念") + 1] == "“第…点”指重庆方案附件2 1.1 的诊断点"
    assert shown[shown.index("### 1.1 质量保证理念") + 5] == "\n".join(
        [
            "- “二级学院自查记录 3 份不全”→ E1、第2点、上年报告 2024 1.1 改进措施",
            "- “课程组 \\< 5 人的 \\& 专业有 2 个”→ 未注明依据",
        ]
    )
    assert f"- “（一）修订自查办法。 （二）每学期抽查一次{AI_MARK}”→ 未注明依据" in shown
    assert shown[-2:] == ["**证据**", "- E1（2025-09，文件：自查通报）：抽查 12 份，3 份不全"]


def test_what_has_no_place_is_refused() -> None:
    with pytest.raises(ReportError, match=r"要素 6\.2，重庆方案没有这个要素"):
        blocks(replace(given.report(), cells=(Cell("6.2", (given.part(PartKey.GOALS, "一"),)),)))


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("学校", "学校"),
        ("1. 修订办法", "1\\. 修订办法"),
        ("1.1 修订办法", "1.1 修订办法"),
        ("12) 修订", "12\\) 修订"),
        ("2024.5 万元", "2024.5 万元"),
        ("- 一", "\\- 一"),
        ("+ 一", "\\+ 一"),
        ("====", "\\===="),
        ("# 一", "\\# 一"),
        ("> 一", "\\> 一"),
        ("**一** _二_ ~~三~~", "\\*\\*一\\*\\* \\_二\\_ \\~\\~三\\~\\~"),
        ("[一](二) `三` | \\", "\\[一\\](二) \\`三\\` \\| \\\\"),
        ("<b>&lt;", "\\<b\\>\\&lt;"),
        ("  一  ", "&nbsp;&nbsp;一&nbsp;&nbsp;"),
        ("\t- 一", "&nbsp;&nbsp;&nbsp;&nbsp;\\- 一"),
        ("", ""),
    ],
)
def test_markdowns_own_characters_are_escaped(line: str, shown: str) -> None:
    assert escaped(line) == shown


def test_the_overview_of_a_model_is_labelled() -> None:
    cell = Cell(OVERVIEW, (given.part(PartKey.OVERVIEW, "全年自查 2 次。", Origin.MODEL),))
    found = blocks(replace(given.report(), cells=(cell,)))
    assert found[found.index("全年自查 2 次。") + 1] == AI_MARK
