"""Why a clause was found, in plain words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.domain.evidence import ReadAs, Why
from app.reasons import facts, how

ANSWERING = Path(__file__).parents[1] / "app" / "answering"
METHODS = sorted(
    {
        m
        for file in ANSWERING.glob("*.py")
        for m in re.findall(r'Reply\(\s*"([^"]+)"', file.read_text("utf-8"))
    }
)


@pytest.mark.parametrize("method", METHODS)
def test_every_way_to_an_answer_can_be_told(method: str) -> None:
    assert re.fullmatch(r"[^A-Za-z]+。", how(f"{method}search" if method.endswith(": ") else method))


def test_several_questions_tell_each_way_once() -> None:
    told = how("several questions: search; look-up: counts; search")
    assert told.count("检索") == 2  # searched for, and not searched for
    assert told.startswith("分成几个问题分别回答：按字词")


@pytest.mark.parametrize("method", ["", "something new"])
def test_a_way_that_is_not_known_is_not_made_up(method: str) -> None:
    assert how(method) == ""


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (Why(score=0.5), {"相近程度": "合计 0.50（满分 1）"}),
        (Why(beside="三（一）", score=0.5), {"一并列出": "与“三（一）”连着，不是单独找到的"}),
        (
            Why(
                words=("教师", "考核"), everyday=(ReadAs("老师", "教师", 0.9, True, 7),), lexical=1, score=0.3
            ),
            {
                "相同的词": "教师、考核",
                "口语词": "“老师”读作“教师”（口语词典第 7 行，双向，权重 0.9）",
                "相近程度": "合计 0.30（满分 1）：条款用词 1.00",
            },
        ),
        (
            Why(everyday=(ReadAs("钱", "经费", 1.0), ReadAs("钱", "资金", 1.0), ReadAs("管", "负责", 0.4))),
            {
                "口语词": "“钱”读作“经费”“资金”（单向，权重 1）；“管”读作“负责”（单向，权重 0.4）",
                "相近程度": "合计 0.00（满分 1）",
            },
        ),
    ],
)
def test_what_led_to_a_clause_is_told_in_plain_words(why: Why, told: dict[str, str]) -> None:
    assert dict(facts(why)) == told
