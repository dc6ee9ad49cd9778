"""Question text → ranked hits, with why each was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.domain.corpus import Absent
from app.domain.evidence import Hit, Passage, Why
from app.domain.ports import Embedder
from app.indexing.collection import Collection
from app.indexing.folder import ASKED, EXPECTED, FIELDS, Index, asked_tokens
from app.indexing.words import fold
from app.retrieval import fusion
from app.retrieval.everyday import EverydayWords, Meaning
from app.retrieval.fusion import Scores
from app.retrieval.places import places

CAPTION = 0.6  # a caption whose figure is lost answers little
PREFERRED = 0.04  # added for a scheme that the question hints at (我校)
OUTSIDE = 0.42  # how like an unanswered question a question must be
SAME_QUESTION = 0.75
SAME_MATTER = 0.6  # how like it must be before the document that matter needs is named
STRONG, MARGIN = 0.56, 0.06  # with a hit this good, how much more than like an answered one
NEAREST, NEAREST_ASKED = 400, 300  # vectors looked at
EXPANSION = 0.3  # weight of a term that stands for an everyday word, against the word typed


@dataclass(frozen=True)
class Found:
    """Hits best first, the everyday words that were read as terms, and the matter outside if it is one."""

    hits: tuple[Hit, ...]
    meanings: tuple[Meaning, ...] = ()
    absent: Absent | None = (
        None  # the matter outside the corpus that the question is more like than any clause
    )


_HAN = re.compile(r"[\u4e00-\u9fff]")


class Searcher:
    """Search over one open index."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        everyday: EverydayWords,
        scopes: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        """`scopes` holds for each scheme the words that name it: an absent matter that names a scheme is that one's."""
        self._index = index
        self._embedder = embedder
        self._everyday = everyday
        self._owners = np.array([q.passage for q in index.questions], dtype=np.int32)
        asked = {index.passages[int(owner)].document for owner in self._owners if owner >= 0}
        self._has_questions = np.array([passage.document in asked for passage in index.passages], dtype=bool)
        self._schemes = np.array([passage.scheme or "" for passage in index.passages])
        self._captions = np.array([passage.kind == "caption" for passage in index.passages])
        self._scopes = scopes or {}

    @cached_property
    def _spoken(self) -> list[str]:
        return _spoken(self._index)

    @cached_property
    def _absent_in(self) -> NDArray[np.str_]:
        return _absent_in(self._index, self._scopes)

    @property
    def by_meaning(self) -> bool:
        """Whether vectors are compared too; what is found by words alone is to be believed less."""
        return self._index.by_meaning

    @property
    def passages(self) -> tuple[Passage, ...]:
        return self._index.passages

    def questions_of(self, passage: int) -> tuple[str, ...]:
        """The asked-as questions of a passage, in file order."""
        return tuple(self._index.questions[int(i)].text for i in np.flatnonzero(self._owners == passage))

    def search(
        self, question: str, schemes: Iterable[str] = (), prefer: Iterable[str] = (), limit: int = 10
    ) -> Found:
        """The best `limit` passages for `question`, of `schemes` only where any are named; `prefer` goes first."""
        folded = fold(question)
        meanings = self._everyday.in_question(folded)
        if not _HAN.search(folded):
            folded = self._everyday.translated(folded) or folded
        allowed = self._allowed(tuple(schemes))
        coverage = self._coverage(self._queries(folded, meanings), FIELDS) * allowed
        lexical = fusion.scaled(coverage)
        expected = fusion.scaled(self._coverage(self._weighted(folded, ()), EXPECTED) * allowed)
        vector = self._embedder.encode([folded])[0] if self.by_meaning else np.zeros(1, dtype=np.float32)
        dense = self._near(self._index.text, vector, NEAREST)
        alike = self._alike(folded, meanings, vector)
        asked = fusion.best_by_owner(alike, self._owners, len(self.passages))
        total = np.where(allowed, fusion.fuse(coverage, asked, dense, expected, self._has_questions), -1)
        total = np.where(self._captions & (total > 0), CAPTION * total, total)
        total = total + PREFERRED * np.isin(self._schemes, tuple(prefer)) * (total > 0)
        order = np.argsort(-total, kind="stable")[:limit]
        hits = tuple(
            self._hit(int(i), total, lexical, asked, dense, expected, alike, folded, meanings)
            for i in order
            if total[i] > 0
        )
        return Found(hits, meanings, self._outside(alike, hits, tuple(schemes), places(folded)))

    def _outside(
        self,
        alike: NDArray[np.float32],
        hits: tuple[Hit, ...],
        schemes: tuple[str, ...],
        named: frozenset[str],
    ) -> Absent | None:
        """The absent matter that a question is more like than like any question a clause answers."""
        nowhere = (self._owners < 0) & np.isin(self._absent_in, ("", *schemes))
        if not nowhere.any():
            return None
        nearest = np.argsort(-np.where(nowhere, alike, -1), kind="stable")[:20]
        fitting = [int(i) for i in nearest if places(fold(self._index.questions[int(i)].text)) <= named]
        answered = max((hit.why.asked for hit in hits), default=0.0)
        margin = MARGIN if hits and hits[0].score >= STRONG else 0.0
        least = max(OUTSIDE, answered + margin)
        if hits and not self._has_questions[hits[0].passage.id]:
            least = SAME_QUESTION  # nobody wrote questions for what was found: only the very question counts
        if not fitting or float(alike[fitting[0]]) < least:
            return None
        best = fitting[0]
        matter = self._index.absent[self._index.questions[best].absent]
        return matter if float(alike[best]) >= SAME_MATTER else Absent(matter.topic, "", ())

    def _allowed(self, schemes: tuple[str, ...]) -> NDArray[np.bool_]:
        if not schemes:
            return np.ones(len(self.passages), dtype=bool)
        return np.asarray(np.isin(self._schemes, schemes) | (self._schemes == ""), dtype=bool)

    def _queries(self, folded: str, meanings: Iterable[Meaning]) -> dict[str, dict[str, float]]:
        """The content words of the question, by field."""
        content = " ".join(self._index.segmenter.content_words(folded)) or folded
        return self._weighted(content, meanings)

    def _coverage(self, queries: Mapping[str, Mapping[str, float]], fields: Iterable[str]) -> Scores:
        """float32 (passages,): what each covers of the question, in the index's `fields` (in the order of FIELDS)."""
        named = dict(zip(FIELDS, fields, strict=True))
        shares = {named[name]: share for name, share in fusion.FIELD_WEIGHTS.items()}
        return self._index.text.coverage(
            {named[name]: query for name, query in queries.items()}, shares
        ).all()

    def _near(self, collection: Collection, vector: Scores, count: int) -> Scores:
        """float32 (rows,): the best cosine of each row among the `count` nearest vectors, 0 beyond them."""
        result = np.zeros(collection.count, dtype=np.float32)
        rows, cosines = collection.near(vector, count)
        result[rows] = np.maximum(cosines, 0)
        return result

    def _weighted(self, text: str, meanings: Iterable[Meaning]) -> dict[str, dict[str, float]]:
        """For each field the tokens of `text` at weight 1 and those of the terms its everyday words stand for."""
        cuts = self._index.segmenter.fields()
        query = {name: dict.fromkeys(cut(text), 1.0) for name, cut in cuts.items()}
        for meaning in meanings:
            share = EXPANSION * meaning.weight
            for term in meaning.terms:
                for weights, cut in zip(query.values(), cuts.values(), strict=True):
                    for unit in cut(term):
                        weights[unit] = max(share, weights.get(unit, 0.0))
        return query

    def _alike(
        self, folded: str, meanings: Iterable[Meaning], vector: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        if not self._index.questions:
            return np.zeros(0, dtype=np.float32)
        tokens = dict.fromkeys(asked_tokens(self._index.segmenter, folded), 1.0)
        words = self._index.asked.similarity(ASKED, tokens)
        if not self.by_meaning:
            return words
        return fusion.alike(words, self._near(self._index.asked, vector, NEAREST_ASKED))

    def _hit(
        self,
        i: int,
        total: NDArray[np.float32],
        lexical: NDArray[np.float32],
        asked: NDArray[np.float32],
        dense: NDArray[np.float32],
        expected: NDArray[np.float32],
        alike: NDArray[np.float32],
        folded: str,
        meanings: Iterable[Meaning],
    ) -> Hit:
        best = int(np.argmax(np.where(self._owners == i, alike, -1))) if len(alike) else -1
        owned = best >= 0 and int(self._owners[best]) == i
        question = self._index.questions[best] if owned else None
        words = [w for w in self._index.segmenter.content_words(folded) if w in self._spoken[i]]
        why = Why(
            float(lexical[i]),
            float(asked[i]),
            float(dense[i]),
            tuple(dict.fromkeys(words)),
            question.text if question else "",
            tuple(r for m in meanings for r in m.readings if r.term in fold(self.passages[i].search)),
            float(expected[i]),
            float(total[i]),
        )
        return Hit(self.passages[i], float(total[i]), why, question.focus if question else ())


def _spoken(index: Index) -> list[str]:
    """For each passage its text and all questions asked of it, folded."""
    texts = [[fold(passage.search)] for passage in index.passages]
    for question in index.questions:
        if question.passage >= 0:
            texts[question.passage].append(fold(question.text))
    return ["\n".join(lines) for lines in texts]


def _absent_in(index: Index, scopes: Mapping[str, Iterable[str]]) -> NDArray[np.str_]:
    """For each question the scheme it names, "" for none; only absent matters are looked at."""
    words = [(fold(word), scheme) for scheme, names in scopes.items() for word in names]
    named = []
    for question in index.questions:
        text = fold(question.text) if question.absent >= 0 else ""
        named.append(next((scheme for word, scheme in words if word in text), ""))
    return np.array(named)
