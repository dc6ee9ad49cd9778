"""Elements and points: what they ask for, who leads, when due; never one scheme's for the other's."""

from __future__ import annotations

import pytest

from app.domain.answers import Kind
from app.domain.corpus import Corpus
from tests.answering.checks import documents, has, points, quotes
from tests.answering.conftest import Ask

FOSHAN_62 = ["foshan:6.2.1", "foshan:6.2.2", "foshan:6.2.3"]
CHONGQING_52 = ["chongqing:5.2.1", "chongqing:5.2.2", "chongqing:5.2.3"]


@pytest.mark.parametrize(
    "question",
    [
        "诊断点6.2要求什么",
        "诊断点６．２要求什么",
        "六点二要求什么",
        "6-2要求什么",
        "第6.2项要求什么",
        "6。2要求什么",
        "診斷點6.2要求什麼",
    ],
)
def test_6_2_is_foshans_alone_and_5_2_in_chongqing(ask: Ask, question: str) -> None:
    found = ask(question)
    assert found.kind is Kind.ANSWER
    assert points(found) == FOSHAN_62
    assert has(
        found, "佛山方案", "质量事故管控", "管控制度", "发生率及影响", "预警机制", "质控办", "2021年5月"
    )
    assert has(found, "重庆方案没有 6.2", "5.2")


@pytest.mark.parametrize("question", ["重庆6.2要求什么", "重庆6.2谁牵头", "重庆方案第六点二项"])
def test_chongqing_has_no_6_2_but_5_2(ask: Ask, question: str) -> None:
    found = ask(question)
    assert has(found, "重庆方案没有 6.2", "5.2")
    assert not any(point in FOSHAN_62 for point in points(found))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("佛山5.4要求什么", ("佛山方案没有 5.4", "6.4")),
        ("9.9要求什么", ("重庆方案没有 9.9", "佛山方案没有 9.9")),
        ("重庆2.4", ("重庆方案没有 2.4", "2.3")),
        ("佛山6.2.9", ("没有 6.2.9", "3 个诊断点")),
    ],
)
def test_a_code_that_does_not_exist_is_said_with_what_there_is(
    ask: Ask, question: str, words: tuple[str, ...]
) -> None:
    assert has(ask(question), *words)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("佛山6.2.1", ["foshan:6.2.1"]),
        ("佛山6.2第3点", ["foshan:6.2.3"]),
        ("佛山6.2的第三个诊断点要求什么", ["foshan:6.2.3"]),
        ("重庆5.2要求什么", CHONGQING_52),
        ("重庆质量事故管控要求什么", CHONGQING_52),
        ("佛山预警机制看什么", ["foshan:6.2.3"]),
        ("重庆预警机制看什么", ["chongqing:5.2.3"]),
        ("重庆1.4要求什么", ["chongqing:1.4.1", "chongqing:1.4.2"]),
        ("CQ 1.4", ["chongqing:1.4.1", "chongqing:1.4.2"]),
        ("我校的预警机制看什么", ["foshan:6.2.3"]),
    ],
)
def test_the_rows_meant_are_quoted_and_no_others(ask: Ask, question: str, expected: list[str]) -> None:
    found = ask(question)
    assert points(found) == expected
    assert found.kind is Kind.ANSWER


@pytest.mark.parametrize(
    ("question", "foshan", "chongqing"),
    [
        ("3.1是什么", "课程建设规划", "师资队伍建设规划"),
        ("5.2", "成长环境", "质量事故管控"),
        ("4.1要求什么", "师资队伍建设规划", "育人体系"),
    ],
)
def test_a_number_that_means_two_things_is_answered_for_both_by_name(
    ask: Ask, question: str, foshan: str, chongqing: str
) -> None:
    found = ask(question)
    assert has(found, "佛山方案", foshan, "重庆方案", chongqing)
    assert documents(found) == {"foshan", "chongqing"}
    assert any("编号" in note for note in found.notes)


@pytest.mark.parametrize(
    ("question", "lead", "participants", "due"),
    [
        ("佛山预警机制谁牵头", "质控办", ["质控办"], "2021年5月"),
        ("佛山特殊学生群体服务与资助谁牵头", "学生处", ["团委", "思政部"], "2021年5月"),
        ("佛山安全与生活保障归哪个部门管", "保卫处", ["总务处", "学生处"], "2021年5月"),
        ("佛山质量文化建设谁负责，什么时候完成", "校办", ["质控办", "二级学院"], "2019年4月"),
        ("佛山3.2谁牵头", "教务处", ["质控办"], "2020年5月"),
    ],
)
def test_owners_and_dates_are_told(
    ask: Ask, question: str, lead: str, participants: list[str], due: str
) -> None:
    assert has(ask(question), f"{lead}牵头", "、".join(participants), due)


def test_every_owner_and_date_of_the_table_is_told_as_printed(ask: Ask, corpus: Corpus) -> None:
    for point in corpus.schemes["foshan"].points():
        found = ask(f"佛山{point.id.split(':')[1]}谁牵头，什么时候完成")
        assert points(found) == [point.id], point.id
        assert has(found, f"{point.lead}牵头", *point.participants), point.id
        year, month = str(point.due).split("-")
        assert has(found, f"{year}年{int(month)}月"), point.id


@pytest.mark.parametrize("question", ["重庆预警机制谁牵头", "重庆1.4什么时候完成", "重庆5.2哪个部门牵头"])
def test_chongqing_has_no_owners_and_foshans_are_not_lent_to_it(ask: Ask, question: str) -> None:
    found = ask(question)
    assert found.kind is Kind.REFUSE
    assert has(found, "重庆方案的诊断项目表不设牵头部门")
    assert "牵头，" not in found.text or has(found, "那是佛山的安排，不适用于重庆")


def test_the_follow_up_for_the_other_scheme(ask: Ask) -> None:
    found = ask("重庆呢", "佛山特殊学生群体服务与资助谁牵头")
    assert "chongqing:4.2.2" in points(found)
    assert has(found, "不设牵头部门", "4.2", "心理咨询室")


@pytest.mark.parametrize(
    ("question", "history", "expected"),
    [
        ("那5.2呢", ["佛山6.2要求什么"], ["foshan:5.2.1", "foshan:5.2.2"]),
        ("and 4.2?", ["佛山 3.1"], ["foshan:4.2.1", "foshan:4.2.2"]),
        ("佛山呢", ["重庆预警机制看什么"], ["foshan:6.2.3"]),
    ],
)
def test_follow_ups(ask: Ask, question: str, history: list[str], expected: list[str]) -> None:
    assert points(ask(question, *history)) == expected


@pytest.mark.parametrize(
    ("question", "wrong", "right"),
    [
        ("教务处牵头预警机制吧", "不是教务处牵头", "质控办"),
        ("佛山预警机制是2020年5月完成吗", "不是2020年5月", "2021年5月"),
        ("佛山预警机制是教务处牵头对吗", "不是教务处牵头", "质控办"),
    ],
)
def test_a_wrong_owner_or_date_is_put_right(ask: Ask, question: str, wrong: str, right: str) -> None:
    assert has(ask(question), wrong, right)


def test_a_right_owner_is_confirmed(ask: Ask) -> None:
    assert ask("佛山预警机制是质控办牵头对吗").text.startswith("是的")


def test_a_name_under_another_number_is_put_right(ask: Ask) -> None:
    found = ask("佛山5.2质量事故管控要求什么")
    assert has(found, "佛山方案的 5.2 是“成长环境”", "6.2")
    assert set(points(found)) >= set(FOSHAN_62)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("重庆1.4平台编号", ("3.4", "8.1")),
        ("重庆质量保证队伍的平台编号", ("8.2", "8.6")),
        ("重庆2.1条件保障的平台编号", ("5.2", "6", "7.4", "原表印作")),
    ],
)
def test_platform_numbers(ask: Ask, question: str, words: tuple[str, ...]) -> None:
    assert has(ask(question), *words)


def test_foshans_table_has_no_platform_numbers(ask: Ask) -> None:
    found = ask("佛山1.4平台编号是多少")
    assert found.kind is Kind.REFUSE
    assert has(found, "没有“数据管理平台相应编号”一栏")


def test_an_inferred_name_is_told(ask: Ask) -> None:
    found = ask("重庆3.1要求什么")
    assert any("推定" in note for note in found.notes)
    assert all(citation.note for citation in found.citations if citation.point)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What does 1.4 require in the Chongqing scheme?", ("Chongqing scheme", "信息系统")),
        ("who leads 6.2?", ("lead: 质控办", "2021年5月")),
    ],
)
def test_the_reply_follows_the_language_of_the_question(
    ask: Ask, question: str, words: tuple[str, ...]
) -> None:
    assert has(ask(question), *words)


def test_several_things_asked_of_a_point_are_all_told(ask: Ask) -> None:
    found = ask("佛山预警机制看什么，谁牵头，什么时候完成")
    assert has(found, "质控办牵头", "2021年5月", "应对工作预案")


def test_a_blank_cell_is_said_to_be_blank(ask: Ask) -> None:
    found = ask("佛山信息采集与管理谁参与")
    assert has(found, "校办牵头", "空")
    assert quotes(found, "校办")
