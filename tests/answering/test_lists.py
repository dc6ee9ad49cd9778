"""表1 标准: corpus/sources/foshan.txt, lines 192–213."""

from __future__ import annotations

import pytest

from tests.answering.checks import documents, has
from tests.answering.conftest import Ask

TEACHERS = ("职业发展", "岗位聘任", "评聘认证", "业绩考核", "学习实践")
STUDENTS = ("学业发展标准", "德育发展标准", "职业发展标准", "个人发展标准", "团队发展标准")


@pytest.mark.parametrize(
    ("question", "count", "entries"),
    [
        ("专业标准有哪些", 4, ("专业开发标准", "专业建设标准", "专业动态调整标准", "专业教学标准")),
        (
            "佛山课程标准有哪几个",
            5,
            ("课程开发标准", "课程建设标准", "课程教学标准", "课程管理标准", "课程考核标准"),
        ),
        ("岗位聘任有哪些标准", 3, ("岗位聘任标准", "职级聘任标准", "任课聘任标准")),
        ("学习实践有哪些标准", 3, ("培训研修考核标准", "社会实践锻炼考核标准", "教师导师制考核标准")),
        ("评聘认证有哪些标准", 2, ("专业带头人标准", "骨干教师评聘标准")),
        ("业绩考核有哪些标准", 3, ("专业带头人考核标准", "骨干教师考核标准", "教师教学考核标准")),
    ],
)
def test_a_group_of_standards_is_listed_and_counted(
    ask: Ask, question: str, count: int, entries: tuple[str, ...]
) -> None:
    found = ask(question)
    assert has(found, f"{count} 个标准", *entries)
    assert documents(found) == {"foshan"}
    assert any("排版错位" in note or "错列" in note for note in found.notes)


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        ("表1里教师发展标准有哪几类", TEACHERS),
        ("佛山学生发展标准有哪几类", STUDENTS),
        ("学生标准分几类", STUDENTS),
    ],
)
def test_a_whole_column(ask: Ask, question: str, groups: tuple[str, ...]) -> None:
    assert has(ask(question), "5 类", *groups)


def test_chongqing_gets_none_of_foshans_standards(ask: Ask) -> None:
    found = ask("重庆课程标准有哪些")
    assert documents(found) <= {"chongqing"}
    assert not has(found, "课程考核标准")
