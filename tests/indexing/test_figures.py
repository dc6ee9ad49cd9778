"""Numbers and document numbers as whole tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.indexing.figures import figures, numeral_value
from app.indexing.words import Segmenter, fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第五十四条", ["54条"]),
        ("第54条", ["54条"]),
        ("第一千零六十五条", ["1065条"]),
        ("二十万元", ["200000元"]),
        ("20万元", ["200000元"]),
        ("不超过三星级", ["3星"]),
        ("3个月内", ["3个月"]),
        ("教职成厅〔2015〕2号", ["〔2015〕2号", "2号"]),
        ("（2015）第２号", ["〔2015〕2号", "2号"]),
        ("二〇一五年", ["2015年"]),
        ("1.5倍", ["1.5倍"]),
        ("3亿元", ["300000000元"]),
        ("3百万元", ["3000000元"]),
        ("2千万元", ["20000000元"]),
        ("5万亿元", ["5000000000000元"]),
        ("一亿二千万元", ["120000000元"]),
        ("五万亿元", ["5000000000000元"]),
        ("1,200元", ["1200元"]),
        ("百分之五", []),
        ("满分100分", ["100分"]),
        ("诊断要素", []),
    ],
)
def test_a_figure_is_one_token_however_it_is_written(text: str, expected: list[str]) -> None:
    assert list(figures(fold(text))) == expected


@given(st.text("零〇一二两三四五六七八九十百千万亿", min_size=1, max_size=30))
def test_any_run_of_numerals_has_a_value(numeral: str) -> None:
    assert numeral_value(numeral) >= 0


def test_figures_are_among_the_words() -> None:
    words = Segmenter().words(fold("民法典第五十四条"))
    assert "54条" in words
    assert "民法典" in words or "民法" in words
