"""Clauses with parts, listed whole and counted."""

from __future__ import annotations

import pytest

from app.domain.answers import Kind
from tests.answering.checks import documents, has
from tests.answering.conftest import Ask


@pytest.mark.parametrize(
    ("question", "count", "words", "document"),
    [
        (
            "佛山组织实施有哪几步",
            8,
            ("培训学习", "建立机制", "拟定方案", "现状分析", "搭建平台", "修订制度", "目标引导", "申请复核"),
            "foshan",
        ),
        ("佛山保障措施有哪些", 4, ("组织保障", "制度保障", "资金保障", "技术保障"), "foshan"),
        (
            "佛山制度保障有哪几条",
            4,
            ("主体责任落实机制", "过程监控机制", "沟通协调制度", "年度质量报告制度"),
            "foshan",
        ),
        (
            "重庆诊改的基本原则有哪些",
            3,
            ("数据分析与实际调研相结合", "自主诊改与抽样复核相结合"),
            "chongqing",
        ),
        (
            "重庆复核材料有哪些",
            0,
            ("自我诊改报告", "状态数据分析报告", "区域经济社会事业发展规划"),
            "chongqing",
        ),
        ("被列入复核的学校要交哪些材料", 6, ("自我诊改报告", "区域经济社会事业发展规划"), "chongqing"),
    ],
)
def test_the_parts_of_a_clause_are_listed(
    ask: Ask, question: str, count: int, words: tuple[str, ...], document: str
) -> None:
    found = ask(question)
    assert found.kind is Kind.ANSWER
    assert has(found, *words)
    assert documents(found) == {document}
    assert not count or has(found, f"共 {count} 项")


@pytest.mark.parametrize("question", ["重庆目标任务有哪些", "重庆目标任务有哪几项"])
def test_the_tasks_are_there(ask: Ask, question: str) -> None:
    found = ask(question)
    assert found.kind is Kind.ANSWER
    assert has(found, "信息化水平", "现代质量文化")


@pytest.mark.parametrize("question", ["佛山五个层面推进组有哪些", "佛山的质量保证工作推进组都有哪几个"])
def test_five_groups_are_announced_and_six_are_listed(ask: Ask, question: str) -> None:
    found = ask(question)
    assert has(found, "学校管理", "专业质量", "课程质量", "教师发展", "学生发展", "平台建设")
    assert has(found, "五个层面") or has(found, "五大")


@pytest.mark.parametrize(
    ("question", "words", "document"),
    [
        ("佛山三（四）2讲什么", "专业", "foshan"),
        ("重庆五（三）讲什么", "有效", "chongqing"),
        ("重庆七（一）怎么写的", "三星级", "chongqing"),
        ("佛山六(三)写了什么", "266", "foshan"),
    ],
)
def test_a_clause_is_found_by_its_address(ask: Ask, question: str, words: str, document: str) -> None:
    found = ask(question)
    assert found.kind is Kind.ANSWER
    assert documents(found) == {document}
    assert has(found, words)
