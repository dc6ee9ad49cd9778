"""bm25s with jieba words: Lucene's BM25, k1 1.5, b 0.75, its defaults."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import bm25s

from scripts.stacks.stack import Document, Stack
from scripts.stacks.words import words


class Bm25s(Stack):
    def build(self, documents: Sequence[Document]) -> None:
        self._ids = [document.id for document in documents]
        self._index = bm25s.BM25()
        self._index.index([words(document.whole) for document in documents], show_progress=False)

    def search(self, query: str) -> list[str]:
        found = self._index.retrieve([words(query)], k=min(self.limit, len(self._ids)), show_progress=False)
        return [self._ids[row] for row in found.documents[0]]

    def save(self) -> None:
        self._index.save(self.folder)
        self._names.write_text(json.dumps(self._ids), encoding="utf-8")

    def load(self) -> None:
        self._index = bm25s.BM25.load(self.folder)
        self._ids = json.loads(self._names.read_text(encoding="utf-8"))

    @property
    def _names(self) -> Path:
        return self.folder / "ids.json"
