"""Bytes → Document: `read_documents(corpus)` reads the sources, their clauses and their tables."""

from __future__ import annotations

from app.reading.clauses import read_document
from app.reading.documents import read_documents
from app.reading.repairs import NO_REPAIRS, Repairs, read_repairs
from app.reading.sources import read_sources

__all__ = ["NO_REPAIRS", "Repairs", "read_document", "read_documents", "read_repairs", "read_sources"]
