"""What every answer is made from: the corpus, its quotations, the search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.answering.quoting import Quoting
from app.domain.corpus import Corpus
from app.domain.schemes import Scheme
from app.retrieval.everyday import EverydayWords
from app.retrieval.question import Query, Reader
from app.retrieval.search import Searcher


@dataclass(frozen=True)
class Desk:
    """Corpus, quotations, question reader, search and everyday words, handed to every maker of answers."""

    corpus: Corpus
    quoting: Quoting
    reader: Reader
    searcher: Searcher
    everyday: EverydayWords

    @property
    def all_schemes(self) -> tuple[Scheme, ...]:
        return tuple(self.corpus.schemes.values())

    def scope(self, query: Query) -> tuple[Scheme, ...]:
        """The schemes a question names outright, else all of them."""
        return self._of(query.schemes) or self.all_schemes

    def preferred(self, query: Query) -> tuple[Scheme, ...]:
        """The schemes named, else those hinted at (我校), else all."""
        return self._of(query.schemes) or self._of(query.weak) or self.all_schemes

    def others(self, schemes: Iterable[Scheme]) -> tuple[Scheme, ...]:
        """The schemes that are not among `schemes`."""
        known = {scheme.id for scheme in schemes}
        return tuple(scheme for scheme in self.all_schemes if scheme.id not in known)

    def _of(self, ids: Iterable[str]) -> tuple[Scheme, ...]:
        return tuple(self.corpus.schemes[id_] for id_ in ids if id_ in self.corpus.schemes)
