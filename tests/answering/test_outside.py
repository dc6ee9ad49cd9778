"""What the corpus does not hold is refused, each kind in its own words."""

from __future__ import annotations

import pytest

from app.domain.answers import Kind
from tests.answering.checks import documents, has, quotes
from tests.answering.conftest import Ask


@pytest.mark.parametrize(
    ("question", "number", "title"),
    [
        ("168号文规定了什么", "教职成司函〔2015〕168号", "指导方案"),
        ("教职成厅〔2015〕2号里面规定了什么", "教职成厅〔2015〕2号", "诊断与改进制度的通知"),
        ("渝教高〔2009〕17号怎么规定", "渝教高〔2009〕17号", "评估实施细则"),
        ("粤教高函2016 299号要求什么", "粤教高函〔2016〕299号", "试点工作的通知"),
    ],
)
def test_a_document_that_is_only_named_is_said_to_be(
    ask: Ask, question: str, number: str, title: str
) -> None:
    found = ask(question)
    assert found.kind is Kind.REFUSE
    assert has(found, number, title, "不在知识库里", "加入知识库")
    assert quotes(found, number[-4:])


@pytest.mark.parametrize(
    "question",
    ["中央八项规定的内容是什么", "国务院关于加快发展现代职业教育的决定规定了什么", "学校章程里写了什么"],
)
def test_a_document_named_by_its_title_alone_is_not_in_the_corpus_either(ask: Ask, question: str) -> None:
    found = ask(question)
    assert found.kind is Kind.REFUSE
    assert has(found, "不在知识库里")


def test_its_title_can_be_told(ask: Ask) -> None:
    found = ask("教职成司函〔2017〕56号是什么文件")
    assert found.kind is Kind.ANSWER
    assert has(found, "关于全面推进职业院校教学工作诊断与改进制度建设的通知", "全文不在知识库里")


@pytest.mark.parametrize(
    ("question", "history", "place"),
    [
        ("深圳6.2谁牵头", (), "深圳"),
        ("长沙的质量事故管控要求什么", (), "长沙"),
        ("那湖南呢", ("佛山6.2谁牵头",), "湖南"),
        ("What does the Shanghai scheme require for 5.2", (), "上海"),
    ],
)
def test_a_plan_of_another_place_is_not_here(
    ask: Ask, question: str, history: tuple[str, ...], place: str
) -> None:
    found = ask(question, *history)
    assert found.kind is Kind.REFUSE
    assert has(found, f"知识库里没有{place}的方案", "佛山方案、重庆方案")


def test_an_answer_to_a_question_on_another_place_says_whose_it_is(ask: Ask) -> None:
    assert "知识库里没有湖南的方案；以上是佛山方案、重庆方案的内容。" in ask("湖南的指导思想").notes
    assert "知识库里没有长沙的方案；以上是佛山方案的内容。" in ask("长沙平台建设要花多少钱").notes


@pytest.mark.parametrize("label", [f"图{n}" for n in range(1, 10)])
def test_a_lost_figure_is_said_to_be_lost(ask: Ask, label: str) -> None:
    found = ask(f"{label}里画了什么")
    assert found.kind is Kind.REFUSE
    assert has(found, label, "缺失")
    assert documents(found) == {"foshan"}


def test_a_caption_can_be_told(ask: Ask) -> None:
    found = ask("图9叫什么")
    assert found.kind is Kind.ANSWER
    assert has(found, "质量管理平台架构图")


@pytest.mark.parametrize("question", ["佛山方案的文号是多少", "重庆方案发文日期", "佛山方案哪年印发的"])
def test_its_own_number_and_date_are_not_in_the_text(ask: Ask, question: str) -> None:
    found = ask(question)
    assert found.kind is Kind.REFUSE
    assert has(found, "没有它自己的文号和印发日期")


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("北京的方案怎么规定复核", "北京"),
        ("广东省的方案有几个要素", "广东"),
        ("上海的复核标准", "上海"),
        ("浙江要求几项相符才有效", "浙江"),
        ("国家的复核标准是什么", "国家"),
    ],
)
def test_another_place_has_no_document_here(ask: Ask, question: str, place: str) -> None:
    found = ask(question)
    assert found.kind is Kind.REFUSE
    assert has(found, place)
    assert not has(found, "按重庆方案，是")


@pytest.mark.parametrize(
    "question",
    [
        "食堂要评到几星",
        "学费多少",
        "宿舍几点熄灯",
        "老师工资多少",
        "图书馆几点开门",
        "今天天气怎么样",
        "班主任津贴一个月多少钱",
        "奥运会在哪举办",
        "how much is the tuition",
        "校园网密码",
        "这个方案什么时候发布的",
    ],
)
def test_what_no_document_says_is_refused(ask: Ask, question: str) -> None:
    found = ask(question)
    assert found.kind is Kind.REFUSE
    assert any(has(found, words) for words in ("没有规定", "do not say", "不能回答", "无法回答"))
    assert has(found, "知识库") or has(found, "Add the document") or has(found, "documents")


def test_a_refusal_names_what_stands_nearest(ask: Ask) -> None:
    found = ask("食堂要评到几星")
    assert has(found, "安全与生活保障")
