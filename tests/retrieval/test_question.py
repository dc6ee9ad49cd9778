"""What is typed, understood: scope, numbers, names, dates, earlier turns."""

from __future__ import annotations

import pytest

from app.domain.errors import QuestionError
from app.retrieval.intents import Intent
from app.retrieval.question import LONGEST, Reader


@pytest.mark.parametrize(
    ("question", "named", "hinted"),
    [
        ("佛山6.2要求什么", ("foshan",), ()),
        ("佛职院质控办牵头哪些", ("foshan",), ()),
        ("重庆的复核结论", ("chongqing",), ()),
        ("重慶的複核結論", ("chongqing",), ()),
        ("市教委抽查多少学校", ("chongqing",), ()),
        ("CQ 1.4", ("chongqing",), ()),
        ("what does the Chongqing scheme require in 1.4", ("chongqing",), ()),
        ("Foshan 6.2", ("foshan",), ()),
        ("佛山和重庆的6.2", ("foshan", "chongqing"), ()),
        ("我校的6.2要求什么", (), ("foshan",)),
        ("全市的院校", (), ("chongqing",)),
        ("重庆方案对我校有用吗", ("chongqing",), ("foshan",)),
        ("6.2要求什么", (), ()),
        ("acquire data", (), ()),
    ],
)
def test_the_scheme_a_question_names_or_hints_at(
    reader: Reader, question: str, named: tuple[str, ...], hinted: tuple[str, ...]
) -> None:
    query = reader.read(question)
    assert set(query.schemes) == set(named)
    assert query.weak == hinted


@pytest.mark.parametrize("question", ["两个方案有什么区别", "两地一样吗", "哪个方案更严", "both schemes"])
def test_both_schemes_can_be_meant_at_once(reader: Reader, question: str) -> None:
    assert set(reader.read(question).schemes) == {"foshan", "chongqing"}


def test_the_scope_chip_counts_unless_the_question_names_a_scheme(reader: Reader) -> None:
    assert reader.read("6.2要求什么", scheme="chongqing").schemes == ("chongqing",)
    assert reader.read("佛山6.2要求什么", scheme="chongqing").schemes == ("foshan",)


@pytest.mark.parametrize(
    ("question", "codes", "project", "order"),
    [
        ("诊断点6.2要求什么", ["6.2"], None, None),
        ("６．２", ["6.2"], None, None),
        ("六点二看什么", ["6.2"], None, None),
        ("6.2和5.2", ["6.2", "5.2"], None, None),
        ("6.2第3点", ["6.2"], None, 3),
        ("预警机制第2条", [], None, 2),
        ("第5个诊断项目", [], "5", None),
        ("专家组6～8人吗", [], None, None),
        ("2019.6完成的", [], None, None),
        ("8点30分开会", [], None, None),
        ("37.7万花在哪", [], None, None),
    ],
)
def test_the_numbers_of_a_question(
    reader: Reader, question: str, codes: list[str], project: str | None, order: int | None
) -> None:
    query = reader.read(question)
    assert ([code.key for code in query.codes], query.project, query.order) == (codes, project, order)


@pytest.mark.parametrize(
    ("question", "months", "years"),
    [
        ("2021年5月完成的点", ("2021-05",), ()),
        ("2021.5 到期的", ("2021-05",), ()),
        ("2021-05", ("2021-05",), ()),
        ("２０２１年０５月", ("2021-05",), ()),
        ("2019年3月和2019年4月", ("2019-03", "2019-04"), ()),
        ("2019年预算", (), ("2019",)),
        ("2018年13月", (), ()),
        ("粤教高函〔2016〕299号", (), ()),
        ("6.2", (), ()),
    ],
)
def test_months_and_years(
    reader: Reader, question: str, months: tuple[str, ...], years: tuple[str, ...]
) -> None:
    query = reader.read(question)
    assert query.months == months
    if years or not months:
        assert [y for y in query.years if y != "2018" and y != "2016"] == list(years)


@pytest.mark.parametrize(
    ("question", "departments"),
    [
        ("教务处牵头哪些", {"教务处"}),
        ("教务处和学生处参与哪些", {"教务处", "学生处"}),
        ("教務處牽頭哪些", {"教务处"}),
        ("二级学院参与哪些", {"二级学院"}),
        ("谁牵头", set()),
    ],
)
def test_departments(reader: Reader, question: str, departments: set[str]) -> None:
    assert set(reader.read(question).departments) == departments


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("预警机制谁牵头", Intent.LEAD),
        ("预警机制归哪个部门管", Intent.LEAD),
        ("who leads 6.2", Intent.LEAD),
        ("哪些部门配合", Intent.PARTICIPANTS),
        ("什么时候完成", Intent.DUE),
        ("啥时候到期", Intent.DUE),
        ("一共几个诊断点", Intent.COUNT),
        ("哪些诊断点", Intent.LIST),
        ("有什么区别", Intent.COMPARE),
        ("什么是两链", Intent.DEFINE),
        ("是5个对吗", Intent.CONFIRM),
        ("平台编号是多少", Intent.PLATFORM),
        ("电话多少", Intent.CONTACT),
        ("不超过多少字", Intent.LIMIT),
        ("花多少钱", Intent.MONEY),
        ("组长是谁", Intent.PERSON),
        ("秘书处的职责", Intent.DUTY),
    ],
)
def test_what_is_asked_of_a_thing(reader: Reader, question: str, wanted: Intent) -> None:
    assert wanted in reader.read(question).intents


@pytest.mark.parametrize(
    ("history", "question", "schemes", "named"),
    [
        (["佛山特殊学生群体服务与资助谁牵头"], "重庆呢", ("chongqing",), {"特殊学生群体服务与资助"}),
        (["佛山数据管理谁管", "重庆预警机制看什么"], "佛山呢", ("foshan",), {"预警机制"}),
        (["重庆数据工作组组长是谁"], "那成员呢", ("chongqing",), {"数据工作组"}),
        (["佛山预警机制看什么"], "谁牵头", ("foshan",), {"预警机制"}),
        (["佛山预警机制看什么", "谁牵头"], "什么时候完成", ("foshan",), {"预警机制"}),
        (["佛山预警机制看什么"], "重庆的管控制度看什么", ("chongqing",), {"管控制度"}),
    ],
)
def test_a_follow_up_takes_what_it_leaves_unsaid_from_before(
    reader: Reader, history: list[str], question: str, schemes: tuple[str, ...], named: set[str]
) -> None:
    query = reader.read(question, history)
    assert query.schemes == schemes
    assert {n.text for n in query.names if n.scheme in schemes} == named


@pytest.mark.parametrize(
    ("history", "question", "schemes", "codes"),
    [
        (["佛山 3.1"], "and 4.2?", ("foshan",), ["4.2"]),
        (["佛山6.2要求什么"], "5.2呢", ("foshan",), ["5.2"]),
        (["6.2谁牵头"], "什么时候完成", (), ["6.2"]),
        (["重庆 2.1", "佛山呢"], "谁牵头", ("foshan",), ["2.1"]),
        (["佛山6.2要求什么"], "重庆5.2要求什么", ("chongqing",), ["5.2"]),
    ],
)
def test_a_follow_up_keeps_scheme_and_number(
    reader: Reader, history: list[str], question: str, schemes: tuple[str, ...], codes: list[str]
) -> None:
    query = reader.read(question, history)
    assert (query.schemes, [code.key for code in query.codes]) == (schemes, codes)


def test_a_follow_up_asks_its_own_thing(reader: Reader) -> None:
    query = reader.read("什么时候完成", ["6.2谁牵头"])
    assert query.followed
    assert query.has(Intent.DUE)
    assert not query.has(Intent.LEAD)


def test_a_whole_question_stands_by_itself(reader: Reader) -> None:
    query = reader.read("佛山的专业诊改要看什么", ["重庆专家组几个人"])
    assert not query.followed
    assert query.schemes == ("foshan",)


@pytest.mark.parametrize("history", [[], [""], ["\u200b"], ["的"]])
def test_a_follow_up_without_anything_before_it_is_read_alone(reader: Reader, history: list[str]) -> None:
    assert reader.read("那重庆呢", history).schemes == ("chongqing",)


@pytest.mark.parametrize("question", ["", " \n\t", "\u200b\ufeff", "\x00\x07", "\u3000"])
def test_a_blank_question_is_refused_with_an_example(reader: Reader, question: str) -> None:
    with pytest.raises(QuestionError, match=r"问题是空的.*例如"):
        reader.check(question)


def test_a_long_question_is_taken_up_to_the_limit(reader: Reader) -> None:
    assert reader.check("诊" * LONGEST) == "诊" * LONGEST
    with pytest.raises(QuestionError, match="2001 个字符，最多 2000 个：请缩短"):
        reader.check("诊" * (LONGEST + 1))


def test_a_question_in_english_is_noticed(reader: Reader) -> None:
    assert reader.read("who leads 6.2?").english
    assert not reader.read("PDCA 是什么意思").english
    assert not reader.read("6.2").english
