"""The index folder: immutable segments, a manifest that says which are in use, and one rename to change it.

    index/current           one line: the name of the manifest in use
    index/<checksum>.json   fingerprints, the collections' segments with their dead documents, every file's SHA-256
    index/segments/         the segments' files (see segments.py)

New segments are written and made durable first; until the rename the old manifest and its segments serve, and
only when that is durable are they swept.
Whatever does not match its checksum is noticed at opening; nothing is ever answered from it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from app.domain.errors import IndexFolderError
from app.durable import UNFINISHED, sync_file, sync_folder, write_bytes
from app.indexing.collection import Collection, Part
from app.indexing.segments import ENDINGS, Segment, load, save

if sys.platform != "win32":
    import fcntl

SEGMENTS = "segments"
CURRENT = "current"
_NAME = re.compile(r"[0-9a-f]{32}")
_REBUILD = "需要重建（zhengai index）。"
T = TypeVar("T")


@dataclass(frozen=True)
class Manifest:
    """What is in use: for each collection its segments, each with the documents in it that are not."""

    fingerprints: Mapping[str, str]
    collections: Mapping[str, tuple[tuple[str, frozenset[str]], ...]]
    files: Mapping[str, str]  # name → SHA-256


def new_name() -> str:
    """A name no other segment or manifest has."""
    return uuid.uuid4().hex


def opened(folder: Path, read: Callable[[Manifest], T]) -> T:
    """What `read` makes of the manifest in use; read once more where a commit has meanwhile swept it away."""
    while True:
        name = _pointer(folder)
        try:
            return read(read_manifest(folder))
        except IndexFolderError:
            if _pointer(folder) == name:
                raise


def read_manifest(folder: Path) -> Manifest:
    """The manifest in use; IndexFolderError where there is none or it cannot be read."""
    name = _current(folder)
    path = folder / f"{name}.json"
    try:
        content = path.read_bytes()
        if name != _name_of(content):
            raise ValueError("another checksum")
        raw = json.loads(content)
        collections = {
            str(name): tuple((str(segment), frozenset(dead)) for segment, dead in parts)
            for name, parts in raw["collections"].items()
        }
        manifest = Manifest(raw["fingerprints"], collections, raw["files"])
        needed = {f"{s}{end}" for parts in collections.values() for s, _ in parts for end in ENDINGS}
        lacking = sorted(needed - set(manifest.files))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexFolderError(f"索引清单 {path} 读不出或不完整：{_REBUILD}") from error
    if lacking:
        raise IndexFolderError(f"索引清单 {path} 缺少 {lacking[0]}：{_REBUILD}")
    return manifest


def verify(folder: Path, manifest: Manifest) -> None:
    """IndexFolderError naming the first file that is missing or whose checksum is another."""
    for name, wanted in manifest.files.items():
        path = folder / SEGMENTS / name
        try:
            found = _sha256(path)
        except OSError as error:
            raise IndexFolderError(f"索引文件 {path} 缺失：{_REBUILD}") from error
        if found != wanted:
            raise IndexFolderError(f"索引文件 {path} 已损坏（校验和不符）：{_REBUILD}")


def load_collection(folder: Path, manifest: Manifest, name: str, dimension: int) -> Collection:
    """A collection of a verified manifest; IndexFolderError for one it does not have or of another dimension."""
    if name not in manifest.collections:
        raise IndexFolderError(f"索引 {folder} 里没有 {name}：{_REBUILD}")
    try:
        return Collection(
            [
                Part(load(segment, folder / SEGMENTS, dimension), dead)
                for segment, dead in manifest.collections[name]
            ]
        )
    except (OSError, RuntimeError) as error:  # swept away since it was verified; RuntimeError is FAISS's
        raise IndexFolderError(f"索引 {folder / SEGMENTS} 里有文件读不出：{_REBUILD}") from error


def commit(
    folder: Path,
    fingerprints: Mapping[str, str],
    collections: Mapping[str, Collection],
    old: Manifest | None = None,
    only_after_old: bool = False,
) -> Manifest:
    """Make `collections` what is in use: segments that `old` does not have are written, then the manifest swapped.

    Other writers wait meanwhile. IndexFolderError where the folder cannot be written or, with `only_after_old`,
    where another manifest than `old` is in use by now; what was in use still is then.
    """
    try:
        (folder / SEGMENTS).mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            return _commit(folder, fingerprints, collections, old, only_after_old)
    except OSError as error:
        raise IndexFolderError(
            f"索引写不进 {folder}：{error.strerror or error}。请检查该文件夹的权限和磁盘空间，旧索引未改动。"
        ) from error


def _commit(
    folder: Path,
    fingerprints: Mapping[str, str],
    collections: Mapping[str, Collection],
    old: Manifest | None,
    only_after_old: bool,
) -> Manifest:
    if only_after_old and (folder / CURRENT).exists() and read_manifest(folder) != old:
        raise IndexFolderError(f"{folder} 已被另一处改动：请重新打开后再试。这一次的改动没有写入。")
    known = old.files if old else {}
    files: dict[str, str] = {}
    for part in (part for collection in collections.values() for part in collection.parts):
        segments = folder / SEGMENTS
        files |= _kept(part.segment, segments, known) or _written(part.segment, segments)
    parts = {
        name: tuple((part.segment.name, part.dead) for part in collection.parts)
        for name, collection in collections.items()
    }
    manifest = Manifest(dict(fingerprints), parts, files)
    _sweep(folder, _swap(folder, manifest), manifest)
    return manifest


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One writer at a time, until its process ends; on Windows, where a folder cannot be locked, nobody waits."""
    if sys.platform == "win32":
        yield
    else:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _kept(segment: Segment, folder: Path, known: Mapping[str, str]) -> dict[str, str]:
    """The files of a segment that was saved before, none where one is lacking."""
    names = [f"{segment.name}{ending}" for ending in ENDINGS]
    there = all(name in known and (folder / name).is_file() for name in names)
    return {name: known[name] for name in names} if there else {}


def _written(segment: Segment, folder: Path) -> dict[str, str]:
    """The files of a new segment, durable, with their checksums."""
    paths = save(segment, folder)
    for path in paths:
        sync_file(path)
    return {path.name: _sha256(path) for path in paths}


def _swap(folder: Path, manifest: Manifest) -> str:
    """The name under which `manifest` is now in use."""
    raw = {
        "written": new_name(),
        "fingerprints": manifest.fingerprints,
        "collections": {
            c: [[segment, sorted(dead)] for segment, dead in parts]
            for c, parts in manifest.collections.items()
        },
        "files": manifest.files,
    }
    content = json.dumps(raw, indent=1).encode()
    name = _name_of(content)
    sync_folder(folder / SEGMENTS)
    write_bytes(folder / f"{name}.json", content)
    _point_to(folder, name)
    return name


def _name_of(content: bytes) -> str:
    """A manifest is named by its checksum."""
    return hashlib.sha256(content).hexdigest()[:32]


def _point_to(folder: Path, name: str) -> None:
    """The one step from which on the manifest `name` is in use."""
    write_bytes(folder / CURRENT, name.encode())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _current(folder: Path) -> str:
    name = _pointer(folder)
    if not _NAME.fullmatch(name) or not (folder / f"{name}.json").is_file():
        raise IndexFolderError(f"{folder / CURRENT} 指向的索引“{name}”不存在：{_REBUILD}")
    return name


def _pointer(folder: Path) -> str:
    pointer = folder / CURRENT
    try:
        return pointer.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IndexFolderError(f"还没有索引（{pointer}）：需要建立（zhengai index）。") from error


def _sweep(folder: Path, name: str, manifest: Manifest) -> None:
    """Remove segments and manifests that are no longer in use, and what a write that failed has left behind."""
    for file in (folder / SEGMENTS).iterdir():
        if file.name not in manifest.files:
            with suppress(OSError):  # still open somewhere: the next sweep takes it
                file.unlink()
    for file in folder.iterdir():
        if file.suffix == UNFINISHED or (_NAME.fullmatch(file.stem) and file.stem != name and file.is_file()):
            with suppress(OSError):
                file.unlink()
