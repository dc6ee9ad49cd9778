"""What a stack is to the comparison, and the stacks there are. Standard library only: read in every process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

BATCH = 256  # texts encoded at a time; the defaults of 10 to 32 are for transformers


class Document(NamedTuple):
    """A document as the set has it."""

    id: str
    title: str
    text: str

    @property
    def whole(self) -> str:
        """Title and text as one: what every stack is given."""
        return f"{self.title}\n{self.text}" if self.title else self.text


class Stack:
    """A stack over one set of documents: built, or loaded from what an earlier process saved, then searched."""

    saves = True  # False where the stack cannot be loaded again from disk

    def __init__(self, encoder: Path, folder: Path, limit: int) -> None:
        """`encoder`: a sentence-transformers folder; `folder`: its own, empty or as saved; `limit`: ids wanted."""
        self.encoder = encoder
        self.folder = folder
        self.limit = limit

    def build(self, documents: Sequence[Document]) -> None:
        """Index `documents`; afterwards `search` answers."""
        raise NotImplementedError

    def search(self, query: str) -> list[str]:
        """Ids of at most `limit` documents, best first."""
        raise NotImplementedError

    def save(self) -> None:
        """Write into `folder` what `build` has not written already."""

    def load(self) -> None:
        """The state after `build`, from `folder`."""
        raise NotImplementedError


@dataclass(frozen=True)
class Entry:
    """A stack by name: its row's label with a place for the version, of which package, its class and module."""

    name: str
    label: str
    package: str | None  # None for ours
    module: str
    kind: str

    @property
    def ours(self) -> bool:
        return self.package is None

    def labelled(self, versions: Mapping[str, str]) -> str:
        """The label with the version that `versions` has of the package."""
        return self.label.format(versions.get(self.package or "", "")).strip()


OURS = Entry("zhengai", "诊改助手", None, "zhengai", "Zhengai")
ENTRIES = (
    OURS,
    Entry("bm25s", "bm25s {}", "bm25s", "bm25s", "Bm25s"),
    Entry("tantivy", "tantivy {}", "tantivy", "tantivy", "Tantivy"),
    Entry("txtai", "txtai {} hybrid, single Han characters", "txtai", "txtai", "Txtai"),
    Entry("txtai-jieba", "txtai {} hybrid, jieba", "txtai", "txtai", "TxtaiJieba"),
    Entry("llamaindex", "LlamaIndex {} fusion", "llama-index-core", "llamaindex", "LlamaIndex"),
    Entry("haystack", "Haystack {} hybrid", "haystack-ai", "haystack", "Haystack"),
    Entry("langchain", "LangChain {} ensemble", "langchain-classic", "langchain", "LangChain"),
    Entry("lancedb", "LanceDB {} hybrid", "lancedb", "lancedb", "LanceDb"),
)
BY_NAME = {entry.name: entry for entry in ENTRIES}
