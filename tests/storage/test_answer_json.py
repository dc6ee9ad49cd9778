"""What goes into the database comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.answers import Answer, Kind, Statement
from app.domain.documents import Span
from app.domain.errors import StorageError
from app.domain.evidence import Citation
from app.storage.answer_json import from_json, to_json

texts = st.text(max_size=30)
names = st.tuples() | st.lists(texts, max_size=3).map(tuple)
spans = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(lambda pair: Span(*sorted(pair)))
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


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"v": 2}', '{"v": 1, "kind": "answer"}'])
def test_what_is_not_an_answer_of_ours_is_told(text: str) -> None:
    with pytest.raises(StorageError, match="备份"):
        from_json(text)
