"""LangChain: BM25Retriever with jieba words and FAISS, in an EnsembleRetriever of equal weights.

BM25Retriever has no way to disk of its own; it is pickled, as its users do.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document as Passage
from langchain_huggingface import HuggingFaceEmbeddings

from scripts.stacks.stack import BATCH, Document, Stack
from scripts.stacks.words import words


class LangChain(Stack):
    def build(self, documents: Sequence[Document]) -> None:
        passages = [
            Passage(page_content=document.whole, metadata={"id": document.id}) for document in documents
        ]
        self._lexical = BM25Retriever.from_documents(passages, preprocess_func=words, k=self.limit)
        self._vectors = FAISS.from_documents(passages, self._model())
        self._join()

    def search(self, query: str) -> list[str]:
        return [str(found.metadata["id"]) for found in self._ensemble.invoke(query)[: self.limit]]

    def save(self) -> None:
        self._vectors.save_local(str(self.folder))
        with self._pickled.open("wb") as file:
            pickle.dump(self._lexical, file)

    def load(self) -> None:
        self._vectors = FAISS.load_local(
            str(self.folder), self._model(), allow_dangerous_deserialization=True
        )
        with self._pickled.open("rb") as file:
            self._lexical = pickle.load(file)
        self._join()

    def _join(self) -> None:
        dense = self._vectors.as_retriever(search_kwargs={"k": self.limit})
        self._ensemble = EnsembleRetriever(retrievers=[self._lexical, dense], weights=[0.5, 0.5], id_key="id")

    def _model(self) -> Any:
        return HuggingFaceEmbeddings(
            model_name=str(self.encoder), model_kwargs={"device": "cpu"}, encode_kwargs={"batch_size": BATCH}
        )

    @property
    def _pickled(self) -> Path:
        return self.folder / "bm25.pickle"
