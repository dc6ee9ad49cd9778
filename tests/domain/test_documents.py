"""Spans, lines and the clause at an offset."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.documents import Clause, Document, SourceText, Span, Table

TEXT = st.text(st.sampled_from("甲乙丙 \n\t。a１"), max_size=60)


def source(text: str) -> SourceText:
    return SourceText("x", "题", "", "", text, "")


def clause(address: str, start: int, end: int, parent: str | None = None) -> Clause:
    return Clause("x", address, 1, "heading", "", "", (), Span(start, end), (), (), (1, 1), parent)


@pytest.mark.parametrize(
    ("inner", "outer", "inside", "overlapping"),
    [
        (Span(2, 4), Span(2, 4), True, True),
        (Span(2, 4), Span(1, 9), True, True),
        (Span(1, 9), Span(2, 4), False, True),
        (Span(0, 3), Span(2, 4), False, True),
        (Span(0, 2), Span(2, 4), False, False),
        (Span(7, 9), Span(2, 4), False, False),
    ],
)
def test_spans_lie_in_and_over_one_another(inner: Span, outer: Span, inside: bool, overlapping: bool) -> None:
    assert (inner in outer) is inside
    assert inner.overlaps(outer) is outer.overlaps(inner) is overlapping


def test_a_span_has_the_length_of_its_characters() -> None:
    assert len(Span(3, 8)) == 5
    assert sorted([Span(5, 6), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(5, 6)]


@given(TEXT)
def test_every_offset_lies_in_the_span_of_its_line(text: str) -> None:
    read = source(text)
    for offset in range(len(text) + 1):
        line = read.line_of(offset)
        span = read.line_span(line)
        assert span.start <= offset <= span.end  # the line end belongs to its line
        assert "\n" not in text[span.start : span.end]


@given(TEXT)
def test_all_lines_together_are_the_text(text: str) -> None:
    read = source(text)
    count = text.count("\n") + 1
    assert "\n".join(read.cut((read.line_span(line),)) for line in range(1, count + 1)) == text
    assert read.cut((read.line_span(1, count),)) == text


@given(TEXT, st.data())
def test_a_run_of_lines_begins_and_ends_with_its_lines(text: str, data: st.DataObject) -> None:
    read = source(text)
    last = data.draw(st.integers(1, text.count("\n") + 1))
    first = data.draw(st.integers(1, last))
    span = read.line_span(first, last)
    assert read.cut((span,)) == "\n".join(text.split("\n")[first - 1 : last])
    if len(span):
        assert read.lines_of((span,))[0] == first


@pytest.mark.parametrize(("first", "last"), [(0, 1), (1, 4), (3, 2), (4, 4), (-1, 1)])
def test_lines_that_are_not_there_are_named(first: int, last: int) -> None:
    with pytest.raises(IndexError, match=f"没有第 {first}–{last} 行"):
        source("一\n二\n三").line_span(first, last)


def test_spans_are_cut_one_after_the_other() -> None:
    read = source("甲乙\n丙丁")
    assert read.cut((Span(0, 1), Span(3, 5))) == "甲丙丁"
    assert read.lines_of((Span(0, 1), Span(3, 5))) == (1, 2)
    assert read.lines_of((Span(0, 3),)) == (1, 1)  # the line end is still line 1


def test_the_clause_at_an_offset_is_the_last_that_begins_there() -> None:
    document = Document(
        source("甲乙丙丁戊"), (clause("一", 0, 2), clause("一（一）", 2, 4, "一"), clause("二", 4, 5))
    )
    assert [document.clause_at(i).address for i in range(5)] == ["一", "一", "一（一）", "一（一）", "二"]
    assert document.clause("二").span == Span(4, 5)
    assert [c.address for c in document.children("一")] == ["一（一）"]
    with pytest.raises(KeyError):
        document.clause("九")


def test_a_table_is_known_by_its_name_and_its_columns() -> None:
    table = Table("x", "x:表1", "表1", "题", ("项目", "小计"), (), Span(0, 1))
    document = Document(source("甲"), (), (table,))
    assert document.table("x:表1").column("小计") == 1
    with pytest.raises(KeyError):
        document.table("x:表9")
    with pytest.raises(ValueError, match="not in tuple"):
        table.column("单位")
