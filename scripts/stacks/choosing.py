"""Which documents and queries of a set the stacks are given."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.measuring.sets import JudgedQuery, RetrievalSet, SetDocument, read_set, some_of

WARM_UP = 5


@dataclass(frozen=True)
class Chosen:
    """Documents in file order and judged queries; `rows` are those of the whole set, as relevance has them."""

    name: str
    split: str
    documents: Sequence[SetDocument]
    queries: Sequence[JudgedQuery]
    rows: Mapping[str, int]
    has_train: bool

    @property
    def warm_up(self) -> list[str]:
        """Short texts that are none of the queries."""
        return [document.title or document.text[:20] for document in self.documents[:WARM_UP]]

    def says(self) -> Iterator[str]:
        """Sentences about the set."""
        yield f"{self.name}:{self.split}, {len(self.documents):,} documents, {len(self.queries):,} queries."
        if self.has_train:
            unseen = sum(query.unseen for query in self.queries)
            yield (
                f"Unseen are {unseen} of the queries: nothing relevant to them is relevant to a query of train; "
                f"of the other {len(self.queries) - unseen}, train asks about something."
            )


def choose(place: str, documents: int | None = None, queries: int | None = None) -> Chosen:
    """From `place` (FOLDER or FOLDER:SPLIT) at most so many documents and queries, drawn by a fixed seed.

    What is relevant to a chosen query is always among the documents, be it more than `documents`. CorpusError,
    one sentence with the remedy, for a set or a split that cannot be used.
    """
    folder, split = _parted(place)
    whole = read_set(folder)
    name, judged = whole.split(split)
    asked = some_of(judged, queries)
    return Chosen(
        whole.name,
        name,
        _some_documents(whole, asked, documents),
        asked,
        {document.id: row for row, document in enumerate(whole.documents)},
        whole.has_train,
    )


def _parted(place: str) -> tuple[Path, str | None]:
    """Folder and split; a colon that belongs to the folder (C:\\sets) parts nothing."""
    folder, colon, split = place.rpartition(":")
    if colon and split and not Path(place).is_dir() and not set(split) & set("/\\"):
        return Path(folder), split
    return Path(place), None


def _some_documents(
    whole: RetrievalSet, asked: Sequence[JudgedQuery], most: int | None
) -> Sequence[SetDocument]:
    if most is None or most >= len(whole.documents):
        return whole.documents
    relevant = {row for query in asked for row in query.relevance}
    others = [row for row in range(len(whole.documents)) if row not in relevant]
    drawn = random.Random(0).sample(others, max(0, min(most - len(relevant), len(others))))
    return [whole.documents[row] for row in sorted([*relevant, *drawn])]
