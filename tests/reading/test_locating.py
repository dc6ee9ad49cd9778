"""Finding a value on named lines: white space and width ignored, page cuts joined, spans exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reading.locating import Lines, comparable
from tests.reading.given import source_text

TEXT = "１. 标 题（甲）\n甲\t乙丙\t丁\n\n\t丙丁\t戊\n全校师生共同参\n与诊改。\n校办、职\t质控办\n能处室\t\n"


def found(value: str, lines: list[int], *, whole: bool = False, after: int = -1) -> list[str] | None:
    source = source_text("x", TEXT)
    spans = Lines(source).find(value, lines, whole=whole, after=after)
    return None if spans is None else [source.cut((span,)) for span in spans]


@pytest.mark.parametrize(
    ("value", "lines", "whole", "pieces"),
    [
        ("1.标题(甲)", [1], False, ["１. 标 题（甲）"]),
        ("乙", [2], False, ["乙"]),
        ("乙", [2], True, None),  # not the whole cell
        ("乙丙", [2], True, ["乙丙"]),
        ("丁戊", [2, 4], True, ["丁", "戊"]),
        ("乙丙丙丁", [2, 4], True, ["乙丙", "丙丁"]),
        ("全校师生共同参与诊改。", [5, 6], False, ["全校师生共同参", "与诊改。"]),
        ("共同参与诊", [5, 6], False, ["共同参", "与诊"]),
        ("共同参与诊", [5], False, None),  # the second line is not named
        ("职能处室", [7, 8], False, ["职", "能处室"]),
        ("校办、职能处室", [7, 8], True, ["校办、职", "能处室"]),
        ("甲丁", [2], False, None),  # cells of one line are not joined
        (" ", [2], False, None),
    ],
)
def test_find(value: str, lines: list[int], whole: bool, pieces: list[str] | None) -> None:
    assert found(value, lines, whole=whole) == pieces


def test_find_behind_an_offset() -> None:
    first = TEXT.index("丁")
    assert found("丁", [2, 4], after=first - 1) == ["丁"]
    assert found("丁", [2], after=first) is None


def test_quotes_are_cut_at_line_ends() -> None:
    source = source_text("x", TEXT)
    assert [[source.cut((span,)) for span in place] for place in Lines(source).quotes("共同参与诊改")] == [
        ["共同参", "与诊改"]
    ]
    assert len(Lines(source).quotes("丁")) == 2


@given(st.text(alphabet="甲乙１（） \t\n①", min_size=1, max_size=40), st.data())
def test_whatever_is_cut_out_is_found_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : data.draw(st.integers(start + 1, len(text)))]
    source = source_text("x", text)
    places = Lines(source).quotes(piece)
    assert bool(places) == bool(comparable(piece))
    assert all(comparable(source.cut(spans)) == comparable(piece) for spans in places)
