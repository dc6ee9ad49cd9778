"""The whole corpus folder → `Corpus`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from app.domain.corpus import Corpus
from app.domain.documents import Document
from app.domain.errors import CorpusError, SchemeError
from app.domain.schemes import Scheme
from app.reading.crosswalk import read_crosswalk
from app.reading.definitions import read_cited, read_definitions
from app.reading.documents import read_documents
from app.reading.everyday import read_everyday
from app.reading.oddities import read_oddities
from app.reading.schemes import read_schemes
from app.reading.vocabulary import read_terms

_KINDS = {".txt", ".yaml", ".tsv"}
# Looked up when a question is asked; nothing in an index comes from them.
_UNINDEXED = ("everyday.tsv", "oddities.yaml", "definitions.yaml", "cited.yaml", "schemes/crosswalk*.yaml")


def read_corpus(folder: Path) -> Corpus:
    """Everything below `folder`, checked; CorpusError names the file, the line and the remedy."""
    if not folder.is_dir():
        raise CorpusError(
            f"找不到知识库文件夹 {folder}：请在项目文件夹里运行，或用 ZHENGAI_CORPUS_FOLDER 指定。"
        )
    documents = read_documents(folder)
    sources = {id_: document.source for id_, document in documents.items()}
    found = read_schemes(folder / "schemes", sources)
    order = list(sources)
    schemes = dict(sorted(found.items(), key=lambda item: order.index(item[1].document)))
    _check_tables(schemes, documents, folder)
    crosswalks = tuple(
        read_crosswalk(file, schemes) for file in sorted((folder / "schemes").glob("crosswalk*.yaml"))
    )
    files = checksums(folder)
    return Corpus(
        documents=documents,
        schemes=schemes,
        crosswalks=crosswalks,
        oddities=read_oddities(folder / "oddities.yaml", sources),
        definitions=read_definitions(folder / "definitions.yaml", sources),
        cited=read_cited(folder / "cited.yaml", sources),
        everyday=read_everyday(folder / "everyday.tsv"),
        terms=read_terms(folder / "terms.txt"),
        files=files,
        fingerprint=fingerprint(files),
        folder=str(folder),
    )


def _check_tables(schemes: dict[str, Scheme], documents: dict[str, Document], folder: Path) -> None:
    """SchemeError where a scheme's table is no table of its document."""
    for scheme in schemes.values():
        known = [table.id for table in documents[scheme.document].tables]
        if scheme.table not in known:
            raise SchemeError(
                f"{folder / 'schemes' / f'{scheme.id}.yaml'}：table 写作“{scheme.table}”，"
                f"但文件“{scheme.document}”里的表格是：{'、'.join(known) or '无'}。请改成其中之一。"
            )


def checksums(folder: Path) -> dict[str, str]:
    """Relative path → SHA-256 of every corpus file, sorted by path."""
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.suffix in _KINDS and file.is_file():
            try:
                found[file.relative_to(folder).as_posix()] = hashlib.sha256(file.read_bytes()).hexdigest()
            except OSError as error:
                raise CorpusError(f"{file} 读不出：{error}。请检查文件权限。") from error
    return found


def fingerprint(files: Mapping[str, str]) -> str:
    """One SHA-256 over names and checksums of the files an index is built from."""
    indexed = (f"{name} {sum_}" for name, sum_ in files.items() if is_indexed(name))
    return hashlib.sha256("\n".join(indexed).encode()).hexdigest()


def is_indexed(name: str) -> bool:
    """Whether what a corpus file says goes into the index; `name` is relative to the corpus folder."""
    return not any(fnmatchcase(name, pattern) for pattern in _UNINDEXED)
