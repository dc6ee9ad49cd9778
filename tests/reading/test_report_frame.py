"""What stands round the table: school, cycle, overview, the form as printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.drafts import ReportKind
from app.reading.reports import read_report
from tests.reading.docx_made import p, saved, tbl, tc
from tests.reading.given import real_schemes, real_sources
from tests.reading.report_read import (
    HEAD,
    HEADER,
    G,
    cells,
    counts_agree,
    lost,
    read,
)


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
