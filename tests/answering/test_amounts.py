"""表2 经费预算: corpus/sources/foshan.txt, lines 404–414 and 400. Chongqing has no amounts."""

from __future__ import annotations

import pytest

from app.answering.amounts import tables
from app.answering.desk import Desk
from app.domain.answers import Kind
from tests.answering.checks import documents, has, quotes
from tests.answering.conftest import Ask

YEARS = {"2016": "7.6", "2017": "17.6", "2018": "140.3", "2019": "57.4", "2020": "43.1"}
ITEMS = {
    "重点专业深度分析报告": "18",
    "应届毕业生就业监测": "39.7",
    "学生成长监测": "14.8",
    "生源质量监测": "7",
    "毕业生中期发展监测": "37.7",
    "教学质量管理平台": "148.8",
}


def test_the_table_adds_up(desk: Desk) -> None:
    (found,) = tables(desk)
    assert {row.cells[found.name].text: found.amount(row, found.subtotal) for row in found.items} == ITEMS
    assert found.total is not None
    for year, column in found.years.items():
        assert sum(found.value(row, column) for row in found.items) == pytest.approx(float(YEARS[year]))
        assert found.value(found.total, column) == pytest.approx(float(YEARS[year]))
    assert sum(map(float, ITEMS.values())) == pytest.approx(266)


@pytest.mark.parametrize(
    "question", ["经费预算一共多少", "佛山诊改总共多少钱", "我校诊改预算总额多少", "266万怎么分到各年"]
)
def test_the_whole_budget_is_266(ask: Ask, question: str) -> None:
    found = ask(question)
    assert has(found, "266", *(f"{year}年 {amount}" for year, amount in YEARS.items()))
    assert quotes(found, "266")
    assert documents(found) == {"foshan"}


@pytest.mark.parametrize("year", YEARS)
def test_each_year(ask: Ask, year: str) -> None:
    found = ask(f"{year}年预算多少")
    assert has(found, f"{year}年合计 {YEARS[year]} 万元")
    assert any("合计行" in note for note in found.notes)


def test_a_year_without_budget(ask: Ask) -> None:
    assert has(ask("2021年预算多少"), "没有 2021年", "2020年")


@pytest.mark.parametrize("item", ITEMS)
def test_each_item(ask: Ask, item: str) -> None:
    found = ask(f"{item}花多少钱")
    assert has(found, f"小计 {ITEMS[item]} 万元")
    assert quotes(found, item[:4])


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("应届毕业生就业监测2018年多少钱", "2018年安排 8.0 万元"),
        ("毕业生中期发展监测2016年多少", "2016年没有安排经费（该格为空）"),
        ("教学质量管理平台2019年安排了多少", "2019年安排 40 万元"),
        ("学生成长监测什么时候做", "2018.03/2019.6"),
    ],
)
def test_an_item_in_a_year(ask: Ask, question: str, words: str) -> None:
    assert has(ask(question), words)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("预算是不是300万", "不是 300 万元"),
        ("教学质量管理平台花了200万吧", "不是 200 万元"),
        ("预算266万对吗", "是的"),
    ],
)
def test_a_claimed_amount_is_judged(ask: Ask, question: str, words: str) -> None:
    found = ask(question)
    assert has(found, words)
    assert has(found, "266") or has(found, "148.8")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("哪一年预算最多", ("2018年", "140.3")),
        ("哪年花钱最多", ("最多的是2018年", "140.3")),
        ("哪一年预算最少", ("最少的是2016年", "7.6")),
        ("预算最多的是哪一项", ("教学质量管理平台", "148.8")),
        ("哪一项花钱最多", ("教学质量管理平台", "148.8")),
    ],
)
def test_the_most_and_the_least(ask: Ask, question: str, words: tuple[str, ...]) -> None:
    assert has(ask(question), *words)


@pytest.mark.parametrize("question", ["预算有哪些项目", "表2有哪些项目", "266万花在哪些项目上"])
def test_the_items_are_listed(ask: Ask, question: str) -> None:
    assert has(ask(question), *ITEMS)


def test_chongqing_has_no_amounts_and_foshans_are_not_lent_to_it(ask: Ask) -> None:
    found = ask("重庆经费预算一共多少万元")
    assert found.kind is Kind.REFUSE
    assert documents(found) <= {"chongqing"}
    assert not has(found, "266")
