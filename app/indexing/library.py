"""A library: the clauses of any number of documents in one index folder, each document added or taken out alone.

    library = Library.open(folder, embedder)
    library.put({"民法典": [ClauseText("第一条", "为了保护……")], …})      # adds, or replaces by id
    library.remove(["旧法"])

Every call is one commit (`store.py`): after it returned, what it did is on the disk; if it fails, nothing of it
is. The texts themselves are not kept: a library is a disposable index like any other.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import IndexFolderError
from app.domain.ports import Embedder
from app.indexing.collection import Collection
from app.indexing.folder import vectors_of
from app.indexing.segments import Held, Segment, segment
from app.indexing.store import CURRENT, Manifest, commit, load_collection, opened, verify
from app.indexing.updates import updated
from app.indexing.words import Segmenter, fold

LONG, WINDOW = 300, 200  # characters: a longer clause is embedded in windows of about this length too
_CLAUSES = "clauses"
_FORM = "2"  # raised whenever a clause is indexed differently
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？\n]*|[。；！？\n]+")


@dataclass(frozen=True)
class ClauseText:
    """What is searched of a clause: its heading (title, number) and its words."""

    heading: str
    text: str

    @property
    def whole(self) -> str:
        """Both, folded."""
        return fold(f"{self.heading}\n{self.text}".strip())

    @property
    def windows(self) -> Iterator[str]:
        """What is embedded: the whole, and of a long clause its windows, each under the heading."""
        yield self.whole
        if len(self.text) > LONG:
            heading = fold(self.heading[:WINDOW])
            for part in _windows(self.text):
                yield f"{heading}\n{fold(part)}".strip()


class Library:
    """Documents' clauses, searched together. One writer at a time; readers open the folder for themselves."""

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        terms: Iterable[tuple[str, int, str]],
        manifest: Manifest | None,
        collection: Collection,
    ) -> None:
        self._folder, self._embedder, self._manifest = folder, embedder, manifest
        self._terms = tuple(terms)
        self.segmenter = Segmenter(self._terms)
        self.collection = collection

    @classmethod
    def open(cls, folder: Path, embedder: Embedder, terms: Iterable[tuple[str, int, str]] = ()) -> Library:
        """The library in `folder`, checked against its checksums; an empty one where there is none.

        IndexFolderError where it is damaged or was made with another encoder or other `terms`.
        """
        library = cls(folder, embedder, terms, None, Collection(()))
        if (folder / CURRENT).exists():
            library._manifest, library.collection = opened(folder, library._read)
        return library

    def _read(self, manifest: Manifest) -> tuple[Manifest, Collection]:
        for kind, wanted in self._fingerprints().items():
            if manifest.fingerprints.get(kind) != wanted:
                raise IndexFolderError(
                    f"文库 {self._folder} 已过期（{kind} 已变）：请删除该文件夹后重新加入文件。"
                )
        verify(self._folder, manifest)
        return manifest, load_collection(self._folder, manifest, _CLAUSES, self._embedder.dimension)

    def put(self, documents: Mapping[str, Sequence[ClauseText]]) -> None:
        """Add `documents` (id → clauses), in place of those held under the same ids. A document may be empty."""
        keys = {id_: (_key(clauses), len(clauses)) for id_, clauses in documents.items()}
        held = {d.id: (d.key, d.rows) for d in self.collection.documents}
        self._commit(held | keys, documents)

    def remove(self, ids: Iterable[str]) -> None:
        """Take documents out; IndexFolderError naming one that is not held."""
        held = {d.id: (d.key, d.rows) for d in self.collection.documents}
        for id_ in ids:
            if held.pop(id_, None) is None:
                raise IndexFolderError(f"文库 {self._folder} 里没有文件“{id_}”，无法移出。")
        self._commit(held, {})

    def _commit(
        self, wanted: Mapping[str, tuple[str, int]], documents: Mapping[str, Sequence[ClauseText]]
    ) -> None:
        def make(name: str, ids: Sequence[str]) -> Segment:
            return self._segment(name, {id_: documents[id_] for id_ in ids})

        collection = updated(self.collection, wanted, make)
        self._manifest = commit(
            self._folder, self._fingerprints(), {_CLAUSES: collection}, self._manifest, only_after_old=True
        )
        self.collection = collection

    def _segment(self, name: str, documents: Mapping[str, Sequence[ClauseText]]) -> Segment:
        clauses = [clause for own in documents.values() for clause in own]
        held = [Held(id_, _key(own), len(own)) for id_, own in documents.items()]
        texts = [clause.whole for clause in clauses]
        fields = {field: map(cut, texts) for field, cut in self.segmenter.fields().items()}
        windows = [(row, part) for row, clause in enumerate(clauses) for part in clause.windows]
        parts = [part for _, part in windows]
        return segment(
            name, held, fields, lambda: vectors_of(self._embedder, parts), [row for row, _ in windows]
        )

    def _fingerprints(self) -> dict[str, str]:
        terms = hashlib.sha256(repr(self._terms).encode()).hexdigest()
        return {"encoder": self._embedder.fingerprint, "terms": terms, "form": _FORM}


def _windows(text: str) -> Iterator[str]:
    """`text` in runs of whole sentences of about WINDOW characters; a longer sentence is cut."""
    current = ""
    for match in _SENTENCE.finditer(text):
        for start in range(0, len(match[0]), WINDOW):
            part = match[0][start : start + WINDOW]
            if current.strip() and len(current) + len(part) > WINDOW:
                yield current
                current = ""
            current += part
    if current.strip():
        yield current


def _key(clauses: Iterable[ClauseText]) -> str:
    return hashlib.sha256(repr([(clause.heading, clause.text) for clause in clauses]).encode()).hexdigest()
