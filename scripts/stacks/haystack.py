"""Haystack's hybrid pipeline in memory: BM25 and embedding retrievers, joined by reciprocal rank fusion.

Its BM25 (BM25L, the default) cuts text by a regular expression. Documents are embedded as they are, then stored
as words of jieba with the text beside them; the pipeline takes the query in both forms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import haystack
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from scripts.stacks.stack import BATCH, Document, Stack
from scripts.stacks.words import spaced


class Haystack(Stack):
    def build(self, documents: Sequence[Document]) -> None:
        embedder = SentenceTransformersDocumentEmbedder(
            model=str(self.encoder), batch_size=BATCH, progress_bar=False
        )
        embedder.warm_up()
        plain = [haystack.Document(id=document.id, content=document.whole) for document in documents]
        embedded = embedder.run(plain)["documents"]
        self._store = InMemoryDocumentStore(bm25_tokenization_regex=r"\S+")
        self._store.write_documents(
            [
                replace(found, content=spaced(found.content), meta={"text": found.content})
                for found in embedded
            ]
        )
        self._join()

    def search(self, query: str) -> list[str]:
        asked = {"embedder": {"text": query}, "lexical": {"query": spaced(query)}}
        return [found.id for found in self._pipeline.run(asked)["joiner"]["documents"]]

    def save(self) -> None:
        self._store.save_to_disk(str(self.folder / "store.json"))

    def load(self) -> None:
        self._store = InMemoryDocumentStore.load_from_disk(str(self.folder / "store.json"))
        self._join()

    def _join(self) -> None:
        embedder = SentenceTransformersTextEmbedder(model=str(self.encoder), progress_bar=False)
        embedder.warm_up()
        self._pipeline = haystack.Pipeline()
        self._pipeline.add_component("embedder", embedder)
        self._pipeline.add_component("dense", InMemoryEmbeddingRetriever(self._store, top_k=self.limit))
        self._pipeline.add_component("lexical", InMemoryBM25Retriever(self._store, top_k=self.limit))
        self._pipeline.add_component(
            "joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=self.limit)
        )
        self._pipeline.connect("embedder.embedding", "dense.query_embedding")
        self._pipeline.connect("lexical", "joiner")
        self._pipeline.connect("dense", "joiner")
