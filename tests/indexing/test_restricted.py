"""An index restricted to some documents: the same segments, nothing of the others to be found."""

from __future__ import annotations

import pytest

from app.domain.corpus import AskedAs, Corpus
from app.domain.ports import Embedder
from app.indexing import folder as indexing
from app.indexing.folder import Index, build_in_memory
from app.indexing.passages import passages
from tests.indexing.given import Counting

NAMES = {"foshan": "佛山", "chongqing": "重庆"}


@pytest.fixture(params=["foshan", "chongqing"])
def readable(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def hidden(readable: str) -> str:
    return next(id_ for id_ in NAMES if id_ != readable)


def test_its_passages_are_those_of_the_corpus_left(index: Index, corpus: Corpus, readable: str) -> None:
    left = corpus.restricted(frozenset({readable}))
    restricted = index.restricted(left)
    assert {passage.document for passage in restricted.passages} == {readable}
    assert restricted.passages == passages(left)
    assert restricted.text.count == len(restricted.passages)


def test_no_question_or_matter_names_what_is_gone(
    index: Index, corpus: Corpus, readable: str, hidden: str
) -> None:
    restricted = index.restricted(corpus.restricted(frozenset({readable})))
    texts = [q.text for q in restricted.questions]
    texts += [f"{matter.topic}{matter.needed}" for matter in restricted.absent]
    assert restricted.asked.count == len(restricted.questions)
    assert [text for text in texts if NAMES[hidden] in text] == []
    assert [q.text for q in index.questions if NAMES[hidden] in q.text and q.absent >= 0] != []
    assert any(NAMES[hidden] in matter.topic for matter in index.absent)


def test_questions_still_point_to_their_passages(index: Index, corpus: Corpus, readable: str) -> None:
    restricted = index.restricted(corpus.restricted(frozenset({readable})))
    before = {(q.text, index.passages[q.passage].text, q.focus) for q in index.questions if q.passage >= 0}
    after = {
        (q.text, restricted.passages[q.passage].text, q.focus) for q in restricted.questions if q.passage >= 0
    }
    assert len(after) > 1000
    assert after < before


def test_its_matters_are_those_of_its_questions(index: Index, corpus: Corpus, readable: str) -> None:
    restricted = index.restricted(corpus.restricted(frozenset({readable})))
    meant = {q.text: restricted.absent[q.absent].topic for q in restricted.questions if q.absent >= 0}
    whole = {q.text: index.absent[q.absent].topic for q in index.questions if q.absent >= 0}
    assert meant
    assert meant.items() < whole.items()


def test_segments_are_shared(index: Index, corpus: Corpus, readable: str) -> None:
    restricted = index.restricted(corpus.restricted(frozenset({readable})))
    own = {id(part.segment) for part in (*index.text.parts, *index.asked.parts)}
    assert {id(part.segment) for part in (*restricted.text.parts, *restricted.asked.parts)} <= own
    assert restricted.segmenter is index.segmenter


def test_nothing_may_be_left(index: Index, corpus: Corpus) -> None:
    restricted = index.restricted(corpus.restricted(frozenset()))
    assert restricted.passages == ()
    assert {q.passage for q in restricted.questions} == {-1}


def test_a_question_that_names_another_plan_goes_with_that_plan(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    span = next(p for p in passages(corpus) if p.document == "foshan").spans
    asked = [AskedAs("foshan", span, ("方针是什么", "方针和重庆的一样吗", "和CQ的方针一样吗"))]
    monkeypatch.setattr(indexing, "read_asked", lambda _corpus: asked)
    monkeypatch.setattr(indexing, "read_absent", lambda _corpus: ())
    embedder: Embedder = Counting()
    index = build_in_memory(corpus, embedder)
    assert {(q.text, q.passage) for q in index.questions} == {
        (text, index.questions[0].passage) for text in asked[0].questions
    }
    restricted = index.restricted(corpus.restricted(frozenset({"foshan"})))
    assert [q.text for q in restricted.questions] == ["方针是什么"]
    assert restricted.passages[restricted.questions[0].passage].spans == span
