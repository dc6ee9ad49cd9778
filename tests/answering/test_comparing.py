"""Two schemes side by side, through corpus/schemes/crosswalk.yaml."""

from __future__ import annotations

import pytest

from app.domain.answers import Kind
from app.domain.corpus import Corpus
from tests.answering.checks import documents, has, points
from tests.answering.conftest import Ask


@pytest.mark.parametrize(
    ("question", "foshan", "chongqing"),
    [
        ("佛山6.2和重庆5.2有什么不同", "6.2", "5.2"),
        ("佛山和重庆的6.2有什么区别", "6.2", "5.2"),
        ("质量事故管控两个方案有什么不同", "6.2", "5.2"),
        ("佛山4.1和重庆3.1一样吗", "4.1", "3.1"),
        ("佛山4.1对应重庆哪个要素", "4.1", "3.1"),
        ("重庆2.1和佛山2.1比较", "2.1", "2.1"),
    ],
)
def test_elements_that_answer_to_one_another_stand_together(
    ask: Ask, question: str, foshan: str, chongqing: str
) -> None:
    found = ask(question)
    assert found.kind is Kind.ANSWER
    assert {p.split(":")[0] + p.split(":")[1][:3] for p in points(found)} == {
        f"foshan{foshan}",
        f"chongqing{chongqing}",
    }
    assert has(found, f"佛山方案 {foshan}", f"重庆方案 {chongqing}")
    assert not has(found, "不是同一个要素")


@pytest.mark.parametrize("question", ["两个方案的3.1有什么区别", "佛山3.1和重庆3.1一样吗"])
def test_one_number_for_two_things_is_said_to_be_so(ask: Ask, question: str) -> None:
    found = ask(question)
    assert has(found, "课程建设规划", "师资队伍建设规划")
    assert has(found, "不是同一个要素")


@pytest.mark.parametrize(
    "name", ["质量文化建设", "预警机制", "政策环境", "特殊学生群体服务与资助", "信息应用"]
)
def test_points_are_compared_with_their_partner_and_our_reading(ask: Ask, corpus: Corpus, name: str) -> None:
    found = ask(f"{name}两个方案有什么区别")
    crosswalk = corpus.crosswalk("foshan", "chongqing")
    assert crosswalk is not None
    point = next(p for p in corpus.schemes["foshan"].points() if p.name == name)
    link = crosswalk.point_link(point.id)
    assert link is not None
    assert set(points(found)) == set(link.ids)
    assert has(found, f"内容{link.relation}")


@pytest.mark.parametrize("question", ["两个方案的诊断表各有哪些栏", "两张表的栏目有什么不同"])
def test_the_columns_of_the_tables(ask: Ask, question: str) -> None:
    found = ask(question)
    assert has(found, "7 栏", "牵头部门、参与部门、完成时间", "5 栏", "数据管理平台相应编号")
    assert documents(found) == {"foshan", "chongqing"}
