"""Terms: what the sources say they are, or plainly that they do not say."""

from __future__ import annotations

import pytest

from app.domain.answers import Kind
from tests.answering.checks import documents, has, quotes
from tests.answering.conftest import Ask


@pytest.mark.parametrize(
    ("question", "words", "quote"),
    [
        ("五纵五横指什么", ("决策指挥", "资源建设", "课程"), "“五纵”，即决策指挥"),
        ("什么是三个意识", ("主体意识", "质量意识", "过程意识"), "三个意识"),
        ("三个结合是哪三个", ("绩效考核", "日常工作"), "三个结合"),
        ("质控办是什么", ("质量监控办公室",), "质量监控办"),
        ("诊改专委会是什么", ("专家委员会",), "诊改专委会"),
        ("改进期是什么", ("1 年",), "改进期为1年"),
        ("四到位指什么", ("机构", "人员", "场地", "经费"), "四到位"),
        ("什么是自主诊改", ("3 年",), "每 3 年至少完成一次"),
        ("自我诊断三环节是什么", ("明确目标", "鉴定现状", "剖析成因"), "剖析成因"),
        ("什么是两链", ("目标链", "标准链"), "两链"),
    ],
)
def test_a_term_is_defined_by_its_clause(ask: Ask, question: str, words: tuple[str, ...], quote: str) -> None:
    found = ask(question)
    assert found.kind is Kind.ANSWER
    assert has(found, *words)
    assert quotes(found, quote)


@pytest.mark.parametrize(
    "question", ["八大工程是哪八项", "佛山什么是质量事故", "标准里说的等级性结论定义是什么"]
)
def test_a_term_the_sources_do_not_explain_is_said_so(ask: Ask, question: str) -> None:
    found = ask(question)
    assert has(found, "没有") or has(found, "原文没有")


def test_a_name_without_its_list_is_refused(ask: Ask) -> None:
    found = ask("八大工程是哪八项")
    assert found.kind is Kind.REFUSE
    assert quotes(found, "八大工程")


def test_both_writings_are_told(ask: Ask) -> None:
    found = ask("五纵五横指什么")
    assert any("五横五纵" in note for note in found.notes)


def test_a_term_of_both_schemes_is_told_for_each(ask: Ask) -> None:
    found = ask("现代质量文化是什么")
    assert documents(found) == {"foshan", "chongqing"}
    assert has(found, "佛山", "重庆")


@pytest.mark.parametrize(("place", "document"), [("佛山", "foshan"), ("重庆", "chongqing")])
def test_a_named_scheme_gives_its_own_meaning(ask: Ask, place: str, document: str) -> None:
    assert documents(ask(f"{place}的秘书处是什么")) == {document}


def test_a_quotation_is_given_once(ask: Ask) -> None:
    citations = ask("四个维度是什么").citations
    assert len({(c.document, c.spans) for c in citations}) == len(citations)
