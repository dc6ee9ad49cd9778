"""Committees, groups and offices: people, duties; contacts never."""

from __future__ import annotations

import pytest

from app.domain.answers import Kind
from tests.answering.checks import CONTACT, documents, has, quotes
from tests.answering.conftest import Ask


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("佛山诊改委员会的主任是谁", ("徐小增", "袁毅桦")),
        ("佛山诊改委员会副主任有谁", ("张竹英", "许玉柏", "李柏青", "赵银生")),
        ("佛山诊改委员会的秘书长是谁", ("董俊华",)),
        ("佛山学生发展质量保证工作推进组组长是谁", ("张竹英",)),
        ("佛山专业质量保证工作推进组副组长", ("张小帆",)),
        ("教学质量管理平台建设工作组有哪些成员", ("信息中心", "财务处", "总务基建处")),
        ("重庆数据工作组组长是谁", ("李国", "重庆工商职业学院院长")),
        ("重庆试点工作组组长", ("聂强",)),
        ("理论研究组的头儿是谁", ("任波",)),
        ("重庆秘书组的秘书长是谁", ("郭庆", "重庆工商职业学院党委书记")),
        ("重庆秘书组副秘书长有几个", ("7 人", "莫垒", "闵权")),
        ("培训指导组的成员", ("冯连贵", "赵庆华")),
    ],
)
def test_who_holds_a_post(ask: Ask, question: str, words: tuple[str, ...]) -> None:
    found = ask(question)
    assert found.kind is Kind.ANSWER
    assert has(found, *words)
    assert found.citations


@pytest.mark.parametrize(
    ("question", "words", "quote"),
    [
        ("重庆数据工作组的职责", "重庆市高职教育大数据中心", "推动建立重庆市高职教育大数据中心"),
        ("佛山秘书处的职责是什么", "跟踪任务完成情况", "负责教学工作诊断与改进试点"),
        ("重庆秘书组是干什么的", "联络协调", "负责诊改专家委员会的联络协调"),
        (
            "佛山诊改委员会的职责",
            "全面负责学校内部质量保证体系诊改工作",
            "全面负责学校内部质量保证体系诊改工作",
        ),
    ],
)
def test_what_a_body_does(ask: Ask, question: str, words: str, quote: str) -> None:
    found = ask(question)
    assert has(found, words)
    assert quotes(found, quote)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("李国是谁", ("重庆工商职业学院院长", "数据工作组", "组长")),
        (
            "李柏青担任哪些职务",
            ("副主任", "专业质量保证工作推进组", "课程质量保证工作推进组", "教师发展质量保证工作推进组"),
        ),
        ("董俊华是什么职务", ("秘书长", "副组长")),
    ],
)
def test_where_a_person_sits(ask: Ask, question: str, words: tuple[str, ...]) -> None:
    assert has(ask(question), *words)


def test_a_wrong_holder_is_put_right(ask: Ask) -> None:
    assert has(ask("试点工作组组长是李国吗"), "不是李国", "聂强")


@pytest.mark.parametrize(
    ("question", "history", "words"),
    [
        ("那副组长呢", "佛山学校管理质量保证工作推进组组长是谁", "吴奕标"),
        ("那副主任呢", "佛山诊改委员会主任是谁", "张竹英"),
        ("成员有哪些", "重庆数据工作组组长是谁", "何履胜"),
        ("职责呢", "重庆数据工作组组长是谁", "大数据中心"),
    ],
)
def test_follow_ups(ask: Ask, question: str, history: str, words: str) -> None:
    assert has(ask(question, history), words)


@pytest.mark.parametrize("question", ["组长是谁", "副组长是谁"])
def test_a_post_that_many_bodies_have_is_asked_back(ask: Ask, question: str) -> None:
    found = ask(question)
    assert found.kind is Kind.CLARIFY
    assert has(found, "推进组")


def test_a_post_that_one_body_has_is_answered(ask: Ask) -> None:
    assert has(ask("副主任是谁"), "张竹英", "李柏青")


@pytest.mark.parametrize(
    "question",
    [
        "试点工作组秘书电话",
        "黄福盛的邮箱是多少",
        "怎么联系孙鑫",
        "曾靓手机号",
        "重庆诊改秘书的联系方式",
        "沈铁松 email",
        "what is the phone number of 钟国祥",
        "质控办办公室在哪",
        "钟国祥微信号",
    ],
)
def test_contacts_are_never_given(ask: Ask, question: str) -> None:
    found = ask(question)
    assert found.kind is Kind.REFUSE
    assert has(found, "联系方式属于个人信息")
    assert not CONTACT.search(found.text)
    assert found.citations == ()


@pytest.mark.parametrize(
    "question",
    ["试点工作组的秘书是谁", "秘书都有谁", "重庆附件1的名单", "数据工作组名单", "专家组组长是谁", "校长是谁"],
)
def test_a_line_with_a_masked_contact_is_told_without_it(ask: Ask, question: str) -> None:
    found = ask(question)
    assert not CONTACT.search(found.text)
    assert not any(CONTACT.search(citation.text) for citation in found.citations)


@pytest.mark.parametrize("question", ["杨杰是谁", "王小明担任什么职务"])
def test_nobody_is_made_up(ask: Ask, question: str) -> None:
    assert ask(question).kind is Kind.REFUSE


def test_the_scheme_of_a_body_is_its_own(ask: Ask) -> None:
    assert documents(ask("数据工作组组长是谁")) == {"chongqing"}
    assert documents(ask("佛山诊改委员会的秘书长是谁")) == {"foshan"}
