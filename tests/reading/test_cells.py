"""Characters that type-setting drew apart are closed up, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reading.cells import close_up


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("1 体 系 总 体 构 架", "1 体系总体构架"),
        ("1. 3 制 度 构 架", "1.3 制度构架"),
        ("1.3 制度 构架", "1.3 制度构架"),
        ("5.3 质量 保证 效果", "5.3 质量保证效果"),
        ("8. 2/8. 6", "8.2/8.6"),
        ("9. 1 /9. 2", "9.1/9.2"),
        ("1. 3/7. 1-7. 6/9. 2", "1.3/7.1-7.6/9.2"),
        ("5. 2 6/7. 4", "5.2 6/7.4"),
        ("2019年 5月", "2019年5月"),
        ("2017.04 /2018.12", "2017.04/2018.12"),
        ("外部诊断 (评估) 结论应用", "外部诊断(评估)结论应用"),
        ("规划制 定与实 施", "规划制定与实施"),
        ("5. 学习实践", "5. 学习实践"),
        ("设计理念 and 责权", "设计理念and责权"),
        ("open source", "open source"),
        ("266.0", "266.0"),
        ("  ", ""),
    ],
)
def test_cells_are_closed_up(raw: str, text: str) -> None:
    assert close_up(raw) == text


@given(st.text(st.sampled_from("体系1２3./- \t，a（)。"), max_size=20))
def test_closing_up_loses_no_word_and_is_done_once(raw: str) -> None:
    closed = close_up(raw)
    assert "".join(closed.split()) == "".join(raw.split())
    assert close_up(closed) == closed
