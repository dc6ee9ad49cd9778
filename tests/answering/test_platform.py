"""Platform numbers the other way round: which points a number belongs to."""

from __future__ import annotations

import pytest

from app.domain.answers import Kind
from tests.answering.checks import has
from tests.answering.conftest import Ask


@pytest.mark.parametrize(
    ("question", "count", "names"),
    [
        ("平台编号8.1对应哪些诊断点", 8, ["质量保证制度", "信息采集与管理", "预警机制", "管控制度"]),
        ("重庆数据平台编号9.3列在哪些点上", 1, ["合作发展环境"]),
    ],
)
def test_the_points_of_a_platform_number_are_listed(
    ask: Ask, question: str, count: int, names: list[str]
) -> None:
    found = ask(question)
    assert found.kind is Kind.ANSWER
    assert has(found, *names, f"{count} 个诊断点")
    assert {citation.document for citation in found.citations} == {"chongqing"}


def test_a_number_no_point_has_is_said_with_those_there_are(ask: Ask) -> None:
    assert has(ask("平台编号12.9对应哪些诊断点"), "没有列平台编号 12.9", "8.7")


def test_a_count_of_matching_elements_is_no_claim_about_the_table(ask: Ask) -> None:
    assert not has(ask("8个要素相符措施也好，是异常吗"), "不是 8 个")
