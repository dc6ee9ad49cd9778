"""txtai hybrid: BM25 and vectors at equal weight, its defaults but for the encoder and the batch.

txtai's tokenizer follows Unicode's word boundaries, by which each Han character is a word: that is the first
row. Words of jieba come in as a scoring method of one's own, which its configuration takes by name.
"""

from __future__ import annotations

from collections.abc import Sequence

from txtai import Embeddings
from txtai.scoring import BM25

from scripts.stacks.stack import BATCH, Document, Stack
from scripts.stacks.words import words


class JiebaBm25(BM25):  # type: ignore[misc]
    """txtai's BM25 over words of jieba."""

    def tokenize(self, text: str) -> list[str]:
        return words(text)


class Txtai(Stack):
    def build(self, documents: Sequence[Document]) -> None:
        self._embeddings = Embeddings(
            path=str(self.encoder), method="sentence-transformers", encodebatch=BATCH, **self._sparse()
        )
        self._embeddings.index([(document.id, document.whole, None) for document in documents])

    def search(self, query: str) -> list[str]:
        return [id_ for id_, _ in self._embeddings.search(query, self.limit)]

    def save(self) -> None:
        self._embeddings.save(str(self.folder))

    def load(self) -> None:
        self._embeddings = Embeddings()
        self._embeddings.load(str(self.folder))

    def _sparse(self) -> dict[str, object]:
        return {"hybrid": True}


class TxtaiJieba(Txtai):
    def _sparse(self) -> dict[str, object]:
        method = f"{JiebaBm25.__module__}.{JiebaBm25.__name__}"
        return {"scoring": {"method": method, "terms": True, "normalize": True}}
