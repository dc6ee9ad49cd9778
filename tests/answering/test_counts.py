"""How many projects, elements and points there are, and which."""

from __future__ import annotations

import pytest

from app.domain.corpus import Corpus
from tests.answering.checks import documents, has, quotes
from tests.answering.conftest import Ask

FOSHAN, CHONGQING = (
    ("6个诊断项目", "16个诊断要素", "37个诊断点"),
    ("5个诊断项目", "15个诊断要素", "37个诊断点"),
)


@pytest.mark.parametrize(
    "question",
    ["佛山有几个诊断项目", "佛山方案多少个诊断要素", "佛山的诊断点一共多少个", "我校诊断项目表有几个项目"],
)
def test_foshan_counts_6_16_37(ask: Ask, question: str) -> None:
    found = ask(question)
    assert has(found, *FOSHAN)
    assert documents(found) == {"foshan"}
    assert quotes(found, "本表设6个诊断项目，16个诊断要素，37个诊断点")


@pytest.mark.parametrize(
    "question",
    ["重庆有几个诊断项目", "重庆方案多少个诊断要素", "how many diagnosis points does Chongqing have 诊断点"],
)
def test_chongqing_counts_5_15_37(ask: Ask, question: str) -> None:
    found = ask(question)
    assert has(found, *CHONGQING)
    assert documents(found) == {"chongqing"}
    assert quotes(found, "本表设 5 个诊断项目，15 个诊断要素，37 个诊断点")


def test_without_a_scheme_both_are_counted_by_name(ask: Ask) -> None:
    found = ask("一共有几个诊断要素")
    assert has(found, "佛山方案", *FOSHAN, "重庆方案", *CHONGQING)


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("佛山有5个诊断项目对吗", "佛山方案不是 5 个诊断项目，而是 6 个"),
        ("重庆是16个诊断要素吧", "重庆方案不是 16 个诊断要素，而是 15 个"),
        ("佛山有三十个诊断点吗", "佛山方案不是 30 个诊断点，而是 37 个"),
    ],
)
def test_a_wrong_count_is_put_right(ask: Ask, question: str, wrong: str) -> None:
    assert has(ask(question), wrong)


def test_a_right_count_is_confirmed(ask: Ask) -> None:
    assert has(ask("佛山有6个诊断项目对吗"), "是的", "6个诊断项目")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("佛山第5个诊断项目是什么", ("学生全面发展保证", "5.1 育人体系", "5.2 成长环境", "5 个诊断点")),
        ("重庆第五大项叫什么", ("体系运行效果", "5.4 体系特色", "4 个要素", "10 个诊断点")),
        ("佛山项目3", ("课程质量保证", "3.1 课程建设规划", "3.2 课程诊改")),
        ("重庆第6个诊断项目", ("重庆方案没有第 6 个诊断项目", "只有 5 个")),
    ],
)
def test_a_project_by_its_number(ask: Ask, question: str, words: tuple[str, ...]) -> None:
    assert has(ask(question), *words)


def test_a_projects_number_means_two_things(ask: Ask) -> None:
    assert has(ask("第5个诊断项目是什么"), "佛山方案", "学生全面发展保证", "重庆方案", "体系运行效果")


def test_all_elements_are_listed(ask: Ask) -> None:
    found = ask("佛山有哪些诊断要素")
    assert has(found, "1.1 质量保证理念", "3.2 课程诊改", "6.4 体系特色与创新")


@pytest.mark.parametrize(
    "question", ["十十个诊断点对吗", "佛山有五五个诊断要素", "一二三个要素", "00个诊断点", "999个诊断项目吗"]
)
def test_a_run_that_is_no_number_breaks_nothing(ask: Ask, question: str) -> None:
    assert ask(question).text


@pytest.mark.parametrize(
    ("question", "point"),
    [("食堂卫生归哪个诊断点管", "安全与生活保障"), ("重庆的投诉受理归哪个诊断点", "管控制度")],
)
def test_which_one_it_is_is_no_question_how_many_there_are(ask: Ask, question: str, point: str) -> None:
    found = ask(question)
    assert has(found, point)
    assert not has(found, "个诊断项目、")


@pytest.mark.parametrize(
    ("scheme", "question"), [("foshan", "佛山有哪些诊断点"), ("chongqing", "列出重庆全部诊断点")]
)
def test_all_points_are_listed(ask: Ask, corpus: Corpus, scheme: str, question: str) -> None:
    assert has(ask(question), *(point.name for point in corpus.schemes[scheme].points()))
