"""Lengths, parts, shares."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.drafts import OVERVIEW, Counting, PartKey
from app.domain.rules import Severity
from app.drafting.bench import Bench
from app.drafting.checks import check_cell
from tests.drafting.checking import FULL, TODAY, findings
from tests.drafting.written import cell, report

LENGTHS = [
    ("原因", 500, "limit-opinion", True),
    ("原因", 380, "limit-opinion", False),
    ("措施", 201, "limit-measures", True),
    ("措施", 200, "limit-measures", False),
    ("成效", 201, "limit-effects", True),
    ("成效", 200, "limit-effects", False),
]


@pytest.mark.parametrize(("part", "length", "rule", "told"), LENGTHS)
def test_lengths(chongqing: Bench, part: str, length: int, rule: str, told: bool) -> None:
    hits = findings(chongqing, cell("5.2", FULL | {part: "因" * length}), rule)
    assert [hit.severity for hit in hits] == ([Severity.ERROR] if told else [])


def test_the_overview_has_its_own_limit(chongqing: Bench) -> None:
    assert len(findings(chongqing, cell(OVERVIEW, {"概述": "述" * 501}), "limit-overview")) == 1
    assert findings(chongqing, cell(OVERVIEW, {"概述": "述" * 500}), "limit-overview") == []
    assert len(findings(chongqing, cell(OVERVIEW, {"概述": " \n"}), "empty")) == 1


def test_a_length_depends_on_how_it_is_counted(chongqing: Bench) -> None:
    one = cell("5.2", FULL | {"措施": "2025" * 60})
    told = {
        how: [
            f.rule.id
            for f in check_cell(chongqing, replace(report(one), counting=how), "5.2", TODAY)
            if f.rule.id == "limit-measures"
        ]
        for how in Counting
    }
    assert told == {Counting.WORD: [], Counting.CHARACTERS: ["limit-measures"], Counting.HAN: []}


def test_what_is_owed_does_not_count(chongqing: Bench) -> None:
    owed = "措" * 190 + "【待补充：" + "待" * 30 + "】"
    assert findings(chongqing, cell("5.2", FULL | {"措施": owed}), "limit-measures") == []


PARTS = [
    ({}, []),
    ({"原因": ""}, [PartKey.CAUSES]),
    ({"原因": " \n", "问题": ""}, [PartKey.PROBLEMS, PartKey.CAUSES]),
    ({"程度": "", "成绩": "", "问题": "", "原因": ""}, []),  # then it is empty altogether
]


@pytest.mark.parametrize(("change", "missing"), PARTS)
def test_missing_parts(chongqing: Bench, change: dict[str, str], missing: list[PartKey]) -> None:
    one = cell("5.2", FULL | change)
    assert [hit.part for hit in findings(chongqing, one, "parts")] == missing


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ({}, []),
        ({"程度": "", "成绩": "", "问题": "", "原因": ""}, [PartKey.GOALS]),
        ({"措施": ""}, [PartKey.MEASURES]),
        ({"成效": "  "}, [PartKey.EFFECTS]),
    ],
)
def test_empty_parts(chongqing: Bench, change: dict[str, str], parts: list[PartKey]) -> None:
    assert [hit.part for hit in findings(chongqing, cell("5.2", FULL | change), "empty")] == parts


SHARES = [
    ({"程度": "程" * 50, "成绩": "成" * 50, "问题": "问" * 50, "原因": "因" * 50}, 0),
    ({"程度": "程" * 30, "成绩": "成" * 30, "问题": "问" * 25, "原因": "因" * 15}, 0),  # 40 %
    ({"程度": "程" * 50, "成绩": "成" * 100, "问题": "问" * 20, "原因": "因" * 10}, 1),  # 17 %
    ({"程度": "程" * 10, "成绩": "成" * 20, "问题": "问" * 60, "原因": "因" * 30}, 1),  # 75 %
]


@pytest.mark.parametrize(("texts", "number"), SHARES)
def test_problems_and_causes_take_about_half(chongqing: Bench, texts: dict[str, str], number: int) -> None:
    assert len(findings(chongqing, cell("5.2", FULL | texts), "share")) == number


def test_what_is_owed_is_graver_at_submission(chongqing: Bench) -> None:
    one = cell("5.2", FULL | {"原因": "经费不足；【待补充：另一个原因】"})
    assert [hit.severity for hit in findings(chongqing, one, "unfinished")] == [Severity.WARNING]
    assert [hit.severity for hit in findings(chongqing, one, "unfinished", submitting=True)] == [
        Severity.ERROR
    ]
    assert findings(chongqing, cell("5.2", FULL), "unfinished", submitting=True) == []


def test_a_share_is_not_rounded_to_the_bound_it_misses(chongqing: Bench) -> None:
    texts = {"程度": "程" * 302, "成绩": "成" * 302, "问题": "问" * 200, "原因": "因" * 200}
    assert "39.8%" in findings(chongqing, cell("5.2", FULL | texts), "share")[0].message
    texts = {"程度": "程" * 300, "成绩": "成" * 301, "问题": "问" * 200, "原因": "因" * 200}
    assert "的 39.9%，" in findings(chongqing, cell("5.2", FULL | texts), "share")[0].message
