"""Known contradictions and damage are told where an answer touches them, and only there."""

from __future__ import annotations

import pytest

from app.answering.oddities import MOST
from app.domain.answers import Kind
from tests.answering.conftest import Ask


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("五纵五横指什么", "五横五纵一平台"),
        ("经费预算一共多少", "合计行"),
        ("佛山推进组有哪些", "六个组"),
        ("佛山预警机制谁牵头", "牵头部门与参与部门同为质控办"),
        ("试点工作组有哪些成员", "戴伟重"),
        ("复核结论有哪几种", "须同时满足"),
        ("表1里学生发展标准有哪几类", "错位"),
        ("佛山保障措施有哪些", "四项保障"),
        ("图1是什么", "图"),
    ],
)
def test_what_is_torn_in_the_source_is_told(ask: Ask, question: str, note: str) -> None:
    assert any(note in text for text in ask(question).notes)


@pytest.mark.parametrize(
    "question", ["佛山6.3谁牵头", "佛山5.1要求什么", "材料要提前多久公示", "佛山有几个诊断项目"]
)
def test_a_plain_answer_has_no_notes(ask: Ask, question: str) -> None:
    assert ask(question).notes == ()


@pytest.mark.parametrize(
    "question",
    ["复核结论有哪几种", "佛山预警机制谁牵头", "重庆整份报告最多写多少字", "什么是五纵五横", "who leads 6.2"],
)
def test_a_note_is_told_once_and_few_at_a_time(ask: Ask, question: str) -> None:
    notes = ask(question).notes
    assert len(set(notes)) == len(notes) <= MOST + 1
    starts = [note[:12] for note in notes]
    assert len(set(starts)) == len(starts)


def test_a_refusal_carries_no_oddities(ask: Ask) -> None:
    found = ask("宿舍几点熄灯")
    assert found.kind is Kind.REFUSE
    assert found.notes == ()
