"""LlamaIndex: BM25Retriever and a FAISS vector index, fused by QueryFusionRetriever (reciprocal rank), no LLM.

BM25Retriever cuts text by a regular expression, so it is handed a finished bm25s index of jieba words, and each
query as words beside the question as asked, which is what the vector retriever embeds.
"""

from __future__ import annotations

from collections.abc import Sequence

import bm25s
import faiss
from llama_index.core import StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.schema import QueryBundle, TextNode
from llama_index.core.vector_stores.utils import node_to_metadata_dict
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.faiss import FaissVectorStore
from sentence_transformers import SentenceTransformer

from scripts.stacks.stack import BATCH, Document, Stack
from scripts.stacks.words import spaced, words


class Encoder(BaseEmbedding):  # type: ignore[misc]
    """A sentence-transformers model for LlamaIndex, whose own wrapper refuses one without a longest text."""

    _model: SentenceTransformer = PrivateAttr()

    def __init__(self, model: SentenceTransformer, embed_batch_size: int) -> None:
        super().__init__(model_name="sentence-transformers", embed_batch_size=embed_batch_size)
        self._model = model

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._model.encode(
            texts, batch_size=self.embed_batch_size, show_progress_bar=False
        ).tolist()
        return vectors

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class LlamaIndex(Stack):
    def build(self, documents: Sequence[Document]) -> None:
        nodes = [_node(document) for document in documents]
        model = self._model()
        store = FaissVectorStore(faiss_index=faiss.IndexFlatIP(len(model.get_text_embedding("诊改"))))
        context = StorageContext.from_defaults(vector_store=store)
        self._vectors = VectorStoreIndex(nodes, storage_context=context, embed_model=model)
        lexical = bm25s.BM25(
            corpus=[node_to_metadata_dict(node) | {"node_id": node.node_id} for node in nodes]
        )
        lexical.index([words(document.whole) for document in documents], show_progress=False)
        self._lexical = BM25Retriever(
            existing_bm25=lexical,
            similarity_top_k=min(self.limit, len(nodes)),
            token_pattern=r"\S+",
            skip_stemming=True,
        )
        self._fuse()

    def search(self, query: str) -> list[str]:
        found = self._fused.retrieve(QueryBundle(spaced(query), custom_embedding_strs=[query]))
        return [scored.node.node_id for scored in found]

    def save(self) -> None:
        self._vectors.storage_context.persist(str(self.folder / "vectors"))
        self._lexical.persist(str(self.folder / "bm25"))

    def load(self) -> None:
        folder = str(self.folder / "vectors")
        context = StorageContext.from_defaults(
            vector_store=FaissVectorStore.from_persist_dir(folder), persist_dir=folder
        )
        self._vectors = load_index_from_storage(context, embed_model=self._model())
        self._lexical = BM25Retriever.from_persist_dir(str(self.folder / "bm25"))
        self._lexical.token_pattern, self._lexical.skip_stemming = r"\S+", True  # not among what it saves
        self._fuse()

    def _model(self) -> BaseEmbedding:
        return Encoder(SentenceTransformer(str(self.encoder), device="cpu"), embed_batch_size=BATCH)

    def _fuse(self) -> None:
        self._fused = QueryFusionRetriever(
            [self._vectors.as_retriever(similarity_top_k=self.limit), self._lexical],
            llm=MockLLM(),  # never asked: one query in, none generated
            num_queries=1,
            mode="reciprocal_rerank",
            similarity_top_k=self.limit,
            use_async=False,
        )


def _node(document: Document) -> TextNode:
    """The id is metadata as well, not embedded: fusion takes nodes of equal text and metadata for one."""
    return TextNode(
        id_=document.id,
        text=document.whole,
        metadata={"id": document.id},
        excluded_embed_metadata_keys=["id"],
    )
