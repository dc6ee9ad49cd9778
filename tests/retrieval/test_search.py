"""Search over the real index."""

from __future__ import annotations

import random

import pytest

from app.domain.corpus import Corpus
from app.domain.documents import Span
from app.indexing.asked import NOWHERE
from app.indexing.folder import Index
from app.retrieval.search import PREFERRED, Searcher

SAMPLE = 300


def test_an_asked_question_finds_its_own_passage_first(index: Index, searcher: Searcher) -> None:
    answered = [q for q in index.questions if q.passage != NOWHERE]
    chosen = random.Random(1).sample(answered, SAMPLE)
    missed = [
        q.text
        for q in chosen
        if not (found := searcher.search(q.text).hits) or found[0].passage.id != q.passage
    ]
    assert len(missed) <= 0.05 * SAMPLE, missed


def test_an_asked_question_knows_the_part_that_answers(index: Index, searcher: Searcher) -> None:
    question = next(q for q in index.questions if q.passage != NOWHERE and q.focus)
    hit = searcher.search(question.text).hits[0]
    assert hit.focus == question.focus
    assert all(isinstance(span, Span) for span in hit.focus)
    assert hit.why.asked_as == question.text
    assert hit.why.asked > 0.9


@pytest.mark.parametrize("scheme", ["foshan", "chongqing"])
@pytest.mark.parametrize(
    "question",
    [
        "6.2要求什么",
        "专家组几个人",
        "经费多少",
        "谁牵头",
        "预警机制",
        "复核结论",
        "重庆佛山",
        "的",
        "abc",
        "two schemes",
        "😀",
    ],
)
def test_a_named_scheme_never_lets_the_other_through(searcher: Searcher, scheme: str, question: str) -> None:
    hits = searcher.search(question, [scheme], limit=50).hits
    assert {hit.passage.scheme for hit in hits} <= {scheme}


@pytest.mark.parametrize("scheme", ["foshan", "chongqing"])
def test_a_scheme_hinted_at_is_preferred_but_does_not_stand_alone(searcher: Searcher, scheme: str) -> None:
    plain = {hit.passage.id: hit.score for hit in searcher.search("预警机制看什么").hits}
    hits = searcher.search("预警机制看什么", prefer=[scheme]).hits
    raised = {h.passage.scheme for h in hits if h.score > plain.get(h.passage.id, 0) + PREFERRED / 2}
    assert raised == {scheme}
    assert {hit.passage.scheme for hit in hits} == {"foshan", "chongqing"}


def test_hits_come_best_first_and_no_more_than_asked_for(searcher: Searcher) -> None:
    for question in ("预警机制看什么", "专家组几个人", "钱从哪里来"):
        hits = searcher.search(question, limit=7).hits
        assert len(hits) <= 7
        assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
        assert all(0 < h.score <= 1.05 for h in hits)
        assert len({h.passage.id for h in hits}) == len(hits)


@pytest.mark.parametrize(
    ("question", "document", "words"),
    [
        ("一个专家组来几个人", "chongqing", "6～8 人"),
        ("材料要提前多久挂网上", "chongqing", "30 日"),
        ("会不会给老师开小灶约谈", "foshan", "约谈"),
        ("诊改的钱从哪出 多少", "foshan", "266"),
        ("how many experts are there in a review team", "chongqing", "6～8 人"),
        ("復核結論分幾種", "chongqing", "待改进"),
    ],
)
def test_questions_in_any_words_find_the_clause(
    corpus: Corpus, searcher: Searcher, question: str, document: str, words: str
) -> None:
    hits = searcher.search(question).hits[:3]
    assert words in corpus.documents[document].source.text
    assert any(hit.passage.document == document and words in hit.passage.text for hit in hits)


def test_everyday_words_are_told(searcher: Searcher) -> None:
    assert searcher.search("老师干得不好会扣钱吗").meanings


def test_the_same_question_finds_the_same(searcher: Searcher) -> None:
    one, other = (searcher.search("学生住得好不好") for _ in range(2))
    assert one == other


@pytest.mark.parametrize("question", ["", " ", "？？？", "zzzz qqqq", "\u200b"])
def test_a_question_without_words_raises_nothing(searcher: Searcher, question: str) -> None:
    assert len(searcher.search(question).hits) <= 10
