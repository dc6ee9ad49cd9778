"""All documents of a corpus folder: sources, records and repairs read together."""

from __future__ import annotations

from pathlib import Path

from app.domain.documents import Document
from app.reading.clauses import read_document
from app.reading.repairs import read_repairs
from app.reading.sources import read_sources


def read_documents(corpus: Path) -> dict[str, Document]:
    """The documents by id, from `corpus/sources` and `corpus/repairs`, in the order of the record."""
    sources = read_sources(corpus / "sources")
    repairs = corpus / "repairs"
    return {id_: read_document(text, read_repairs(repairs / f"{id_}.yaml")) for id_, text in sources.items()}
