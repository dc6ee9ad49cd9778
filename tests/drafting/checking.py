"""A cell in which nothing is amiss, and what is found in one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.drafts import Cell, Evidence, PartKey
from app.domain.rules import Finding
from app.drafting.bench import Bench
from app.drafting.checks import check_cell
from tests.drafting.written import report

TODAY = date(2026, 1, 5)
FULL = {
    "程度": "管控制度基本建立，发生率及影响明显下降，预警机制尚未建成。",
    "成绩": "修订《教学事故认定办法》，明确三类三级认定。",
    "问题": "两个二级学院没有投诉受理点。",
    "原因": "专职人员不足，经费没有列入预算。",
    "措施": "两个二级学院各设一个投诉受理点。",
    "成效": "尚未实施，已列入计划。",
}


def found(bench: Bench, one: Cell, rule: str, **more: object) -> list[str]:
    """The words of the findings of `rule` on the cell, in order."""
    return [finding.words for finding in findings(bench, one, rule, **more)]


def findings(bench: Bench, one: Cell, rule: str, **more: object) -> list[Finding]:
    whole = report(one)
    return [f for f in check_cell(bench, whole, one.element, TODAY, **more) if f.rule.id == rule]  # type: ignore[arg-type]


def linked(one: Cell, key: PartKey, to: PartKey) -> Cell:
    """The cell with the first sentence of part `key` set to answer the first of part `to`."""
    first, *rest = one.part(key).sentences
    answers = (one.part(to).sentences[0].id,)
    return one.with_part(replace(one.part(key), sentences=(replace(first, answers=answers), *rest)))


E = Evidence("E1", "修订《教学事故认定办法》", "2025-09")
LONG = "各二级学院每学期开展两次质量事故自查，形成台账并反馈。"
