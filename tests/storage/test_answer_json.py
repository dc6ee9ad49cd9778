"""What goes into the database comes back as it was."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.answers import Answer, Kind, Statement
from app.domain.documents import Span
from app.domain.errors import StorageError
from app.domain.evidence import Citation, ReadAs, Why
from app.storage.answer_json import from_json, to_json

texts = st.text(max_size=30)
names = st.tuples() | st.lists(texts, max_size=3).map(tuple)
spans = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(lambda pair: Span(*sorted(pair)))
shares = st.floats(0, 1)
readings = st.builds(
    ReadAs, word=texts, term=texts, weight=shares, both_ways=st.booleans(), line=st.integers(0, 9999)
)
whys = st.builds(
    Why,
    lexical=shares,
    asked=shares,
    dense=shares,
    words=names,
    asked_as=texts,
    everyday=st.lists(readings, max_size=2).map(tuple),
    expected=shares,
    score=shares,
    beside=texts,
)
citations = st.builds(
    Citation,
    document=texts,
    address=texts,
    headings=names,
    text=texts,
    spans=st.lists(spans, max_size=3).map(tuple),
    lines=st.tuples(st.integers(1, 999), st.integers(1, 999)),
    point=st.none() | texts,
    note=texts,
    why=st.none() | whys,
)
statements = st.builds(
    Statement,
    text=st.text(alphabet=st.characters(), max_size=30),
    citations=st.lists(st.integers(0, 9), max_size=3).map(tuple),
    item=st.booleans(),
)
answers = st.builds(
    Answer,
    kind=st.sampled_from(Kind),
    statements=st.lists(statements, max_size=3).map(tuple),
    citations=st.lists(citations, max_size=3).map(tuple),
    notes=names,
    choices=names,
    related=names,
    method=texts,
    schemes=names,
)


@given(answers)
def test_nothing_is_lost(answer: Answer) -> None:
    kept = to_json(answer)
    assert from_json(kept) == answer
    assert kept.isascii()


def test_an_answer_kept_before_the_why_was_kept_can_still_be_read() -> None:
    answer = Answer(
        Kind.ANSWER, (Statement("甲", (0,)),), (Citation("a", "一", (), "甲", (Span(0, 1),), (1, 1)),)
    )
    kept = json.loads(to_json(answer))
    kept["v"] = 1
    del kept["citations"][0]["why"]
    assert from_json(json.dumps(kept)) == answer


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"v": 2}', '{"v": 1, "kind": "answer"}', '{"v": 3}'])
def test_what_is_not_an_answer_of_ours_is_told(text: str) -> None:
    with pytest.raises(StorageError, match="备份"):
        from_json(text)
