"""Complete lists over the table, counted."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from app.domain.answers import Kind
from app.domain.corpus import Corpus
from tests.answering.checks import has, points
from tests.answering.conftest import Ask

# Counted by hand from corpus/sources/foshan.txt, lines 427–482.
LED = {"教务处": 13, "质控办": 12, "学生处": 4, "校办": 2, "人事处": 2, "科研处": 2, "保卫处": 1, "总务处": 1}
DUE = {"2019-03": 2, "2019-04": 3, "2019-05": 1, "2019-06": 9, "2020-05": 3, "2021-05": 19}


def test_the_hand_counts_are_those_of_the_table(corpus: Corpus) -> None:
    table = list(corpus.schemes["foshan"].points())
    assert Counter(point.lead for point in table) == LED
    assert Counter(point.due for point in table) == DUE


@pytest.mark.parametrize("department", LED)
@pytest.mark.parametrize("ending", ["牵头哪些诊断点", "牵头几个诊断点", "负责牵头的诊断点有哪些"])
def test_what_a_department_leads_is_listed_whole_and_counted(
    ask: Ask, corpus: Corpus, department: str, ending: str
) -> None:
    found = ask(f"{department}{ending}")
    wanted = [point for point in corpus.schemes["foshan"].points() if point.lead == department]
    assert has(found, f"{department}牵头 {LED[department]} 个", *(point.name for point in wanted))
    assert points(found) == [point.id for point in wanted]
    assert has(found, "37 个诊断点", "重庆方案的诊断项目表不设牵头部门")


def test_the_thirteen_of_the_teaching_affairs_office_by_element(ask: Ask) -> None:
    found = ask("教务处牵头哪些诊断点")
    elements = [id_.split(":")[1].rsplit(".", 1)[0] for id_ in points(found)]
    assert elements == ["2.1"] * 3 + ["2.2"] * 2 + ["3.1"] * 2 + ["3.2"] + ["4.1"] * 2 + ["4.2"] * 2 + ["6.3"]


@pytest.mark.parametrize(
    ("department", "count"), [("学生处", 3), ("教务处", 3), ("团委", 4), ("思政部", 1), ("总务处", 2)]
)
def test_what_a_department_takes_part_in(ask: Ask, corpus: Corpus, department: str, count: int) -> None:
    found = ask(f"{department}参与哪些诊断点")
    wanted = [p.id for p in corpus.schemes["foshan"].points() if department in p.participants]
    assert len(wanted) == count
    assert points(found) == wanted
    assert has(found, f"{department}参与 {count} 个")


def test_a_department_that_leads_nothing_is_said_to(ask: Ask) -> None:
    assert has(ask("二级学院牵头哪些诊断点"), "二级学院牵头 0 个")


@pytest.mark.parametrize("month", DUE)
def test_what_falls_due_in_a_month(ask: Ask, corpus: Corpus, month: str) -> None:
    year, number = month.split("-")
    wanted = [point.id for point in corpus.schemes["foshan"].points() if point.due == month]
    for written in (f"{year}年{int(number)}月", f"{year}-{number}", f"{year}.{int(number)}"):
        found = ask(f"{written}要完成的诊断点有哪些")
        assert points(found) == wanted, written
        assert has(found, f"{len(wanted)} 个")


def test_a_month_in_which_nothing_is_due(ask: Ask) -> None:
    found = ask("佛山2020年9月完成的诊断点有哪些")
    assert has(found, "没有在2020年9月完成的诊断点", "2019年3月", "2021年5月")
    assert points(found) == []


def test_all_leads_with_their_counts(ask: Ask) -> None:
    found = ask("佛山有哪些部门牵头，各牵头几个")
    assert has(found, "8 个牵头部门", "37 个", *(f"{lead} {count} 个" for lead, count in LED.items()))


def test_all_months_with_their_counts(ask: Ask) -> None:
    counts = [f"{due[:4]}年{int(due[5:])}月 {count} 个" for due, count in DUE.items()]
    assert has(ask("佛山每个月各有几个诊断点要完成"), *counts)


@pytest.mark.parametrize("question", ["哪些诊断点没有参与部门", "参与部门空着的是哪几个"])
def test_rows_without_participants(ask: Ask, question: str) -> None:
    assert points(ask(question)) == ["foshan:1.4.1", "foshan:6.1.1", "foshan:6.1.3"]


@pytest.mark.parametrize(
    ("question", "count"),
    [("最晚完成的诊断点有哪些", 19), ("佛山最后完成的是哪些诊断点", 19), ("最早要完成的诊断点有哪些", 2)],
)
def test_the_first_and_the_last(ask: Ask, question: str, count: int) -> None:
    assert len(points(ask(question))) == count


@pytest.mark.parametrize(
    "question", ["重庆教务处牵头哪些诊断点", "重庆哪些诊断点2021年5月完成", "重庆有哪些牵头部门"]
)
def test_chongqing_has_no_such_list_and_gets_none_of_foshans(ask: Ask, question: str) -> None:
    found = ask(question)
    assert found.kind is Kind.REFUSE
    assert has(found, "重庆方案的诊断项目表不设牵头部门")
    assert not any(point.startswith("foshan") for point in points(found))
    assert not re.search(r"牵头 \d+ 个", found.text)


def test_a_follow_up_asks_for_the_next_department(ask: Ask) -> None:
    found = ask("那学生处呢", "教务处牵头哪些诊断点")
    assert has(found, "学生处牵头 4 个")
    assert len(points(found)) == 4


def test_a_wrong_number_of_points_is_put_right(ask: Ask) -> None:
    found = ask("教务处牵头10个诊断点对吗")
    assert has(found, "不是 10", "13 个")


@pytest.mark.parametrize("question", ["总务处在诊改里要管哪一块", "总务处负责哪块"])
def test_what_a_department_has_to_do_is_what_it_leads(ask: Ask, question: str) -> None:
    found = ask(question)
    assert found.kind is Kind.ANSWER
    assert has(found, "总务处牵头 1 个", "资源环境", "参与 2 个")


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("财务处牵头哪些诊断点", "财务处"),
        ("佛山方案里哪些诊断点要图书馆参与", "图书馆"),
        ("哪些诊断点归图书馆管", "图书馆"),
        ("食堂参与几个诊断点", "食堂"),
    ],
)
def test_an_office_that_the_table_does_not_have_is_said_to(ask: Ask, question: str, office: str) -> None:
    found = ask(question)
    assert has(found, f"37 个诊断点的牵头部门和参与部门里没有“{office}”", "教务处 13 个")
    assert not has(found, "个诊断项目、")


def test_an_office_by_its_everyday_name_is_the_tables(ask: Ask) -> None:
    found = ask("后勤处负责哪些诊断点")
    assert has(found, "没有“后勤处”", "多指总务处", "总务处牵头 1 个", "资源环境")


@pytest.mark.parametrize("question", ["企业参与哪些诊断点", "哪些诊断点提到企业参与"])
def test_what_is_no_office_is_searched_for(ask: Ask, question: str) -> None:
    found = ask(question)
    assert has(found, "企业")
    assert not has(found, "个诊断项目、")
    assert not has(found, "牵头部门和参与部门里没有")
