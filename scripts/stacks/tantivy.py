"""tantivy on disk, BM25 over text cut by jieba beforehand; any of the query's words may match.

The field cuts at white space, for the default tokenizer would cut "2.5" again. The query is put together from
terms: its query language would read characters of a question as operators.
"""

from __future__ import annotations

from collections.abc import Sequence

import tantivy

from scripts.stacks.stack import Document, Stack
from scripts.stacks.words import spaced, words


class Tantivy(Stack):
    def build(self, documents: Sequence[Document]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("text", tokenizer_name="whitespace")
        self._use(tantivy.Index(builder.build(), path=str(self.folder)))
        writer = self._index.writer()
        for document in documents:
            writer.add_document(tantivy.Document(id=document.id, text=spaced(document.whole)))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(self, query: str) -> list[str]:
        terms = [tantivy.Query.term_query(self._index.schema, "text", word) for word in words(query)]
        searched = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        searcher = self._index.searcher()
        hits = searcher.search(searched, self.limit).hits
        return [searcher.doc(address)["id"][0] for _, address in hits]

    def load(self) -> None:
        self._use(tantivy.Index.open(str(self.folder)))

    def _use(self, index: tantivy.Index) -> None:
        self._index = index
