"""Several questions typed as one."""

from __future__ import annotations

import pytest

from app.answering.parts import MOST, split
from tests.answering.checks import has
from tests.answering.conftest import Ask


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("专家组几个人？材料提前几天公示？", ["专家组几个人", "材料提前几天公示"]),
        ("专家组几个人，住几星宾馆", ["专家组几个人", "住几星宾馆"]),
        ("我是辅导员，学生处牵头哪些", ["我是辅导员 学生处牵头哪些"]),  # a scene is set, one thing asked
        ("预警机制谁牵头", ["预警机制谁牵头"]),
        ("预警机制谁牵头，急", ["预警机制谁牵头 急"]),
        ("你好", []),
        ("", []),
    ],
)
def test_a_text_is_cut_where_it_asks_again(text: str, pieces: list[str]) -> None:
    assert split(text) == pieces


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("专家组几个人？材料提前几天公示？", ("6～8 人", "30 日")),
        ("重庆专家组几个人，住几星宾馆", ("6～8 人", "三星")),
        ("教务处牵头几个？学生处牵头几个？", ("教务处牵头 13 个", "学生处牵头 4 个")),
        ("佛山有几个诊断要素，经费一共多少", ("16个诊断要素", "266")),
    ],
)
def test_each_part_is_answered(ask: Ask, question: str, words: tuple[str, ...]) -> None:
    assert has(ask(question), *words)


def test_no_more_than_a_few_parts_are_answered(ask: Ask) -> None:
    found = ask("专家组几个人？材料提前几天公示？经费一共多少？改进期多久？佛山几个要素？")
    assert MOST == 3
    assert len(found.text) <= 1500


def test_a_refused_part_is_not_passed_over_in_silence(ask: Ask) -> None:
    found = ask("专家组几个人？食堂阿姨工资多少？")
    assert has(found, "6～8 人")
