"""The index folder: built beside the old one, swapped by one rename, verified before it is opened.

    index/current          one line: the name of the folder in use
    index/<name>/          manifest.json, questions.json, *.npz, *.faiss, *.npy

The manifest holds the fingerprints of the corpus, the encoder and the code that reads and indexes, and the
SHA-256 of every file. Whatever does not match is noticed at opening; nothing is ever answered from it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import app
from app.domain.corpus import Absent, Corpus
from app.domain.documents import Span
from app.domain.errors import IndexFolderError
from app.domain.evidence import Passage
from app.domain.ports import Embedder
from app.indexing.asked import NOWHERE, AskedQuestion, attach, unanswered
from app.indexing.dense import Dense
from app.indexing.passages import passages, sentences
from app.indexing.postings import Postings
from app.indexing.words import Segmenter, characters, fold, pairs
from app.reading.asked import read_absent, read_asked

_NAME = re.compile(r"[0-9a-f]{12}-[0-9a-f]{8}")
FIELDS = ("characters", "pairs", "words")
EXPECTED = tuple(f"expected_{name}" for name in FIELDS)


@dataclass(frozen=True)
class Index:
    """An open index. Rows of `fields` and `dense` are passages, rows of `asked` and `dense_asked` questions.

    `fields` holds the passages' own text under FIELDS and all their asked-as questions under EXPECTED.
    """

    passages: tuple[Passage, ...]
    questions: tuple[AskedQuestion, ...]
    fields: dict[str, Postings]
    asked: Postings
    dense: Dense
    dense_asked: Dense
    segmenter: Segmenter
    absent: tuple[Absent, ...] = ()  # matters no document settles; their questions are among `questions`


def build(corpus: Corpus, embedder: Embedder, folder: Path) -> Index:
    """A fresh index, saved under `folder` and made the current one; the old one serves until the swap."""
    index = build_in_memory(corpus, embedder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{corpus.fingerprint[:12]}-{uuid.uuid4().hex[:8]}"
        _save(index, folder / name, _fingerprints(corpus, embedder))
        _point_to(folder, name)
    except OSError as error:
        raise IndexFolderError(
            f"索引写不进 {folder}：{error.strerror or error}。请检查该文件夹的权限和磁盘空间，旧索引未改动。"
        ) from error
    _sweep(folder, keep=name)
    return index


def open_index(corpus: Corpus, embedder: Embedder, folder: Path) -> Index:
    """The current index after every checksum and fingerprint matched; IndexFolderError says what did not."""
    place = _current(folder)
    manifest = _manifest(place)
    for kind, wanted in _fingerprints(corpus, embedder).items():
        if manifest.get(kind) != wanted:
            raise IndexFolderError(f"索引 {place} 已过期（{kind} 已变）：需要重建（zhengai index）。")
    _verify(place, manifest)
    return _load(corpus, embedder, place)


def build_in_memory(corpus: Corpus, embedder: Embedder) -> Index:
    """A fresh index that is not saved: what is served from when the index folder cannot be written."""
    segmenter = Segmenter(corpus.terms)
    found = passages(corpus)
    absent = read_absent(corpus)
    questions = (*attach(read_asked(corpus), found), *unanswered(absent))
    texts = [fold(passage.search) for passage in found]
    asked = [fold(question.text) for question in questions]
    fields = _fields(texts, FIELDS, segmenter) | _fields(
        _expected(asked, questions, len(found)), EXPECTED, segmenter
    )
    windows, owners = _windows(corpus, found)
    return Index(
        found,
        questions,
        fields,
        Postings.cosine([asked_tokens(segmenter, text) for text in asked]),
        Dense.of(embedder.encode(windows), owners, len(found)),
        Dense.of(_vectors(embedder, asked), range(len(asked)), len(asked)),
        segmenter,
        tuple(Absent(a.topic, a.needed, ()) for a in absent),
    )


def _fields(texts: Sequence[str], names: Sequence[str], segmenter: Segmenter) -> dict[str, Postings]:
    cuts = (characters, pairs, segmenter.words)
    return {name: Postings.bm25([cut(text) for text in texts]) for name, cut in zip(names, cuts, strict=True)}


def _expected(asked: Sequence[str], questions: Sequence[AskedQuestion], count: int) -> list[str]:
    """For each passage all its questions as one text."""
    texts: list[list[str]] = [[] for _ in range(count)]
    for text, question in zip(asked, questions, strict=True):
        if question.passage != NOWHERE:
            texts[question.passage].append(text)
    return ["\n".join(lines) for lines in texts]


def asked_tokens(segmenter: Segmenter, text: str) -> list[str]:
    """What two questions are compared by: characters, pairs and words of folded text, each once."""
    return list(dict.fromkeys((*characters(text), *pairs(text), *segmenter.words(text))))


def _windows(corpus: Corpus, found: Sequence[Passage]) -> tuple[list[str], list[int]]:
    """What is embedded for each passage: the whole, and each of its sentences with the last heading."""
    texts: list[str] = []
    owners: list[int] = []
    for passage in found:
        document = corpus.documents[passage.document]
        pieces = [fold(passage.search)]
        if passage.kind == "text":
            parts = (document.source.cut(spans) for spans in sentences(document, passage.spans))
            pieces.extend(fold(part) for part in parts if len(part) > 12)
        texts.extend(pieces)
        owners.extend([passage.id] * len(pieces))
    return texts, owners


def _vectors(embedder: Embedder, texts: Sequence[str]) -> NDArray[np.float32]:
    if texts:
        return embedder.encode(texts)
    return np.zeros((0, embedder.dimension), dtype=np.float32)


def code_fingerprint() -> str:
    """SHA-256 over the code that reads and indexes: a pull that changes it makes the index stale."""
    digest = hashlib.sha256()
    root = Path(app.__file__).parent
    for room in ("domain", "reading", "indexing"):
        for file in sorted((root / room).glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _fingerprints(corpus: Corpus, embedder: Embedder) -> dict[str, str]:
    return {"corpus": corpus.fingerprint, "encoder": embedder.fingerprint, "code": code_fingerprint()}


def _save(index: Index, place: Path, fingerprints: dict[str, str]) -> None:
    place.mkdir()
    for name, field in (*index.fields.items(), ("asked", index.asked)):
        _save_postings(field, place / name)
    index.dense.save(place, "passages")
    index.dense_asked.save(place, "questions")
    rows = [[q.text, q.passage, [[s.start, s.end] for s in q.focus], q.absent] for q in index.questions]
    saved = {"questions": rows, "absent": [[a.topic, a.needed] for a in index.absent]}
    _write(place / "questions.json", json.dumps(saved, ensure_ascii=False).encode())
    files = {file.name: _sha256(file) for file in sorted(place.iterdir())}
    _write(place / "manifest.json", json.dumps({**fingerprints, "files": files}, indent=1).encode())


def _save_postings(field: Postings, path: Path) -> None:
    np.savez(
        path.with_suffix(".npz"),
        tokens=np.array("\n".join(field.vocabulary)),
        starts=field.starts,
        rows=field.rows,
        weights=field.weights,
        idf=field.idf,
        count=np.array(field.count),
    )


def _load(corpus: Corpus, embedder: Embedder, place: Path) -> Index:
    found = passages(corpus)
    saved = json.loads((place / "questions.json").read_text(encoding="utf-8"))
    questions = tuple(
        AskedQuestion(text, owner, tuple(Span(*s) for s in focus), absent)
        for text, owner, focus, absent in saved["questions"]
    )
    return Index(
        found,
        questions,
        {name: _load_postings(place / name) for name in (*FIELDS, *EXPECTED)},
        _load_postings(place / "asked"),
        Dense.load(place, "passages", len(found), embedder.dimension),
        Dense.load(place, "questions", len(questions), embedder.dimension),
        Segmenter(corpus.terms),
        tuple(Absent(topic, needed, ()) for topic, needed in saved["absent"]),
    )


def _load_postings(path: Path) -> Postings:
    with np.load(path.with_suffix(".npz"), allow_pickle=False) as saved:
        tokens = str(saved["tokens"])
        vocabulary = {token: i for i, token in enumerate(tokens.split("\n"))} if tokens else {}
        return Postings(
            vocabulary, saved["starts"], saved["rows"], saved["weights"], saved["idf"], int(saved["count"])
        )


def _current(folder: Path) -> Path:
    pointer = folder / "current"
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IndexFolderError(f"还没有索引（{pointer}）：需要建立（zhengai index）。") from error
    if not _NAME.fullmatch(name) or not (folder / name).is_dir():
        raise IndexFolderError(f"{pointer} 指向的索引“{name}”不存在：需要重建（zhengai index）。")
    return folder / name


def _manifest(place: Path) -> dict[str, object]:
    try:
        manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise IndexFolderError(
            f"索引清单 {place / 'manifest.json'} 读不出：需要重建（zhengai index）。"
        ) from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise IndexFolderError(f"索引清单 {place / 'manifest.json'} 不完整：需要重建（zhengai index）。")
    return manifest


def _verify(place: Path, manifest: dict[str, object]) -> None:
    files = manifest["files"]
    assert isinstance(files, dict)
    lacking = sorted(_needed() - set(files))
    if lacking:
        raise IndexFolderError(
            f"索引清单 {place / 'manifest.json'} 缺少 {lacking[0]}：需要重建（zhengai index）。"
        )
    for name, wanted in files.items():
        try:
            found = _sha256(place / str(name))
        except OSError as error:
            raise IndexFolderError(
                f"索引文件 {place / str(name)} 缺失：需要重建（zhengai index）。"
            ) from error
        if found != wanted:
            raise IndexFolderError(
                f"索引文件 {place / str(name)} 已损坏（校验和不符）：需要重建（zhengai index）。"
            )


def _needed() -> set[str]:
    """Every file an index is read from."""
    fields = {f"{name}.npz" for name in (*FIELDS, *EXPECTED, "asked")}
    vectors = {f"{name}{end}" for name in ("passages", "questions") for end in (".faiss", "_owners.npy")}
    return {"questions.json", *fields, *vectors}


def _point_to(folder: Path, name: str) -> None:
    beside = folder / f"current.{name}"
    _write(beside, name.encode())
    os.replace(beside, folder / "current")


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _sweep(folder: Path, keep: str) -> None:
    """Remove older index folders and what a build that failed has left behind."""
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != keep and _NAME.fullmatch(entry.name):
            shutil.rmtree(entry, ignore_errors=True)
        elif entry.name.startswith("current."):
            entry.unlink(missing_ok=True)
