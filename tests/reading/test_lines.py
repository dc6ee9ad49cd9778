"""Physical lines with exact offsets, and which of them are table rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reading.lines import split_lines, table_blocks


@given(st.text(st.sampled_from("甲乙 \t\r\n\u3000"), max_size=40))
def test_every_line_stands_where_it_says(text: str) -> None:
    for line in split_lines(text):
        assert text[line.start : line.start + len(line.text)] == line.text
        assert text[line.content.start : line.content.end] == line.words
        assert text.count("\n", 0, line.start) == line.number - 1


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("甲\t乙\n丙\t丁", [[1, 2]]),
        ("甲\t乙\r\n丙\t丁\r\n", [[1, 2]]),
        ("甲\t乙\n\n丙\t丁", [[1, 3]]),
        ("甲\t乙\n\t\n\t丁\n\t\t", [[1, 3]]),
        ("甲\t乙\n正文。\n丙\t丁", []),
        ("一、\t总则\n1.\t目的\n2.\t依据", []),
        ("\t缩进的一段。\n\t又一段。", []),
        ("甲\t乙\n丙\t丁\n\n子\t丑\t寅\n卯\t辰\t巳", [[1, 2], [4, 5]]),
    ],
)
def test_tables_are_runs_of_rows(text: str, blocks: list[list[int]]) -> None:
    assert [[row.number for row in block] for block in table_blocks(split_lines(text))] == blocks
