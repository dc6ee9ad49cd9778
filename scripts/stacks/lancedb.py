"""LanceDB hybrid: full-text and vector search over one table on disk, reciprocal rank fusion, its default.

The full-text index is over text cut by jieba beforehand and cuts at white space; English stemming and stop words
are off. Vectors are searched without an index, as its guide has it below a hundred thousand rows.
"""

from __future__ import annotations

from collections.abc import Sequence

import lancedb
from lancedb.index import FTS
from sentence_transformers import SentenceTransformer

from scripts.stacks.stack import BATCH, Document, Stack
from scripts.stacks.words import spaced


class LanceDb(Stack):
    def build(self, documents: Sequence[Document]) -> None:
        self._model = self._open_model()
        texts = [document.whole for document in documents]
        vectors = self._model.encode(texts, batch_size=BATCH, show_progress_bar=False)
        rows = [
            {"id": document.id, "text": text, "words": spaced(text), "vector": vector}
            for document, text, vector in zip(documents, texts, vectors, strict=True)
        ]
        self._table = lancedb.connect(self.folder).create_table("documents", rows)
        self._table.create_index(
            "words", config=FTS(base_tokenizer="whitespace", stem=False, remove_stop_words=False)
        )

    def search(self, query: str) -> list[str]:
        asked = self._table.search(query_type="hybrid").vector(self._model.encode(query)).text(spaced(query))
        return [str(id_) for id_ in asked.select(["id"]).limit(self.limit).to_arrow()["id"].to_pylist()]

    def load(self) -> None:
        self._model = self._open_model()
        self._table = lancedb.connect(self.folder).open_table("documents")

    def _open_model(self) -> SentenceTransformer:
        return SentenceTransformer(str(self.encoder), device="cpu")
