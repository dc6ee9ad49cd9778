"""诊改助手's own search over a library, in the project's environment."""

from __future__ import annotations

from collections.abc import Sequence

from app.engines.encoders import open_encoder
from app.indexing.library import ClauseText, Library
from app.retrieval.clause_search import ClauseSearch
from scripts.stacks.stack import Document, Stack


class Zhengai(Stack):
    def build(self, documents: Sequence[Document]) -> None:
        self.load()
        self._library.put(
            {document.id: [ClauseText(document.title, document.text)] for document in documents}
        )

    def search(self, query: str) -> list[str]:
        return [found.document for found in self._search.search(query, self.limit)]

    def load(self) -> None:
        encoder = open_encoder(str(self.encoder))
        self._library = Library.open(self.folder, encoder)
        self._search = ClauseSearch(self._library, encoder)
