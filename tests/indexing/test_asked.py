"""Asked-as questions find the passage that answers them."""

from __future__ import annotations

from dataclasses import replace

from app.domain.corpus import Absent, AskedAs, Corpus
from app.domain.documents import Span
from app.domain.evidence import Passage
from app.indexing.asked import NOWHERE, attach, unanswered
from app.indexing.folder import Index


def passage(id_: int, start: int, end: int, point: str | None = None, document: str = "x") -> Passage:
    return Passage(id_, document, "s", "一", (), "", (Span(start, end),), (1, 1), point)


def test_a_question_goes_to_the_passage_that_shares_most_with_its_quote() -> None:
    found = [passage(0, 0, 10), passage(1, 10, 30), passage(2, 0, 30, document="y")]
    entries = [AskedAs("x", (Span(8, 16),), ("甲", "乙")), AskedAs("x", (Span(40, 44),), ("丙",))]
    assert [(q.text, q.passage, q.focus) for q in attach(entries, found)] == [
        ("甲", 1, (Span(8, 16),)),
        ("乙", 1, (Span(8, 16),)),
    ]


def test_a_question_on_a_point_goes_to_its_row() -> None:
    found = [passage(0, 0, 10), passage(1, 0, 10, "s:1.1.1")]
    entry = AskedAs("x", (Span(2, 4),), ("甲",), "s:1.1.1", 1)
    assert [q.passage for q in attach([entry, replace(entry, point="s:9.9.9")], found)] == [1]


def test_matters_outside_the_corpus_own_no_passage() -> None:
    found = unanswered([Absent("食堂", "后勤文件", ("甲", "乙")), Absent("工资", "人事文件", ("丙",))])
    assert [(q.text, q.passage, q.absent) for q in found] == [
        ("甲", NOWHERE, 0),
        ("乙", NOWHERE, 0),
        ("丙", NOWHERE, 1),
    ]


def test_every_asked_question_of_the_corpus_has_a_passage_that_holds_its_quote(
    corpus: Corpus, index: Index
) -> None:
    for question in index.questions:
        if question.passage == NOWHERE:
            assert 0 <= question.absent < len(index.absent)
            continue
        held = index.passages[question.passage]
        assert not question.focus or any(f.overlaps(s) for f in question.focus for s in held.spans)
        assert held.document in corpus.documents
