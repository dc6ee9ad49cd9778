"""The index folder: a commit is all or nothing, writes what is new alone, and damage is noticed."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from app.domain.errors import IndexFolderError
from app.durable import UNFINISHED
from app.indexing import segments, store
from app.indexing.collection import Collection, Part
from app.indexing.store import (
    CURRENT,
    SEGMENTS,
    Manifest,
    commit,
    load_collection,
    new_name,
    opened,
    read_manifest,
    verify,
)
from tests.indexing.made import DIMENSION, FIELD, Paper, coverage, segment_of

REMEDY = "zhengai index"
KINDS = {"encoder": "1", "code": "2"}
A, B, C = (Paper(id_, ([letter],)) for id_, letter in zip("甲乙丙", "abc", strict=True))


def part(*papers: Paper, dead: frozenset[str] = frozenset()) -> Part:
    return Part(segment_of(papers, new_name()), dead)


def commit_of(folder: Path, *parts: Part, old: Manifest | None = None) -> Manifest:
    return commit(folder, KINDS, {"papers": Collection(parts)}, old)


def held(folder: Path) -> list[str]:
    """The documents in use after everything was checked."""
    return [document.id for document in open_papers(folder).documents]


def open_papers(folder: Path) -> Collection:
    manifest = read_manifest(folder)
    verify(folder, manifest)
    return load_collection(folder, manifest, "papers", DIMENSION)


def names(folder: Path) -> set[str]:
    """All files under `folder`."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def manifest_file(folder: Path) -> Path:
    return folder / f"{(folder / CURRENT).read_text(encoding='utf-8')}.json"


def state(folder: Path) -> Mapping[str, tuple[int, int, bytes]]:
    """Each segment's file: which one it is, when it was written and what it says."""
    return {
        path.name: (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
        for path in (folder / SEGMENTS).iterdir()
    }


def test_what_was_committed_is_read_again(tmp_path: Path) -> None:
    made = commit_of(tmp_path, part(A, B, dead=frozenset("甲")), part(C))
    assert read_manifest(tmp_path) == made
    assert made.fingerprints == KINDS
    assert held(tmp_path) == ["乙", "丙"]
    assert coverage(open_papers(tmp_path), {"c": 1.0}).tolist()[0] == 0


def test_a_folder_and_those_above_it_are_made(tmp_path: Path) -> None:
    commit_of(tmp_path / "一" / "二 索引", part(A))
    assert held(tmp_path / "一" / "二 索引") == ["甲"]


def test_collections_lie_side_by_side(tmp_path: Path) -> None:
    manifest = commit(tmp_path, KINDS, {"one": Collection([part(A)]), "none": Collection(())})
    assert load_collection(tmp_path, manifest, "one", DIMENSION).count == 1
    assert load_collection(tmp_path, manifest, "none", DIMENSION).count == 0
    with pytest.raises(IndexFolderError, match=f"没有 papers.*{REMEDY}"):
        load_collection(tmp_path, manifest, "papers", DIMENSION)


def test_only_new_segments_are_written_and_those_out_of_use_swept(tmp_path: Path) -> None:
    one, two, three = part(A), part(B), part(C)
    first = commit_of(tmp_path, one, two)
    before = state(tmp_path)
    second = commit_of(tmp_path, one, two, three, old=first)
    assert {name: kept for name, kept in state(tmp_path).items() if name in before} == before
    assert held(tmp_path) == ["甲", "乙", "丙"]
    commit_of(tmp_path, Part(two.segment), three, old=second)
    after = state(tmp_path)
    assert {name.split(".")[0] for name in after} == {two.segment.name, three.segment.name}
    assert all(before[name] == kept for name, kept in after.items() if name in before)
    assert held(tmp_path) == ["乙", "丙"]


def test_marking_a_document_dead_writes_no_segment(tmp_path: Path) -> None:
    one = part(A, B)
    first = commit_of(tmp_path, one)
    before = state(tmp_path)
    commit_of(tmp_path, Part(one.segment, frozenset("甲")), old=first)
    assert state(tmp_path) == before
    assert held(tmp_path) == ["乙"]


def test_one_manifest_and_one_pointer_are_left(tmp_path: Path) -> None:
    manifest = commit_of(tmp_path, part(A))
    for _ in range(3):
        manifest = commit_of(tmp_path, part(A), old=manifest)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [CURRENT, manifest_file(tmp_path).name, SEGMENTS]
    )
    assert len(names(tmp_path)) == 2 + 3


def test_files_of_others_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_text("别动", encoding="utf-8")
    (tmp_path / "notes.json").write_text("{}", encoding="utf-8")
    commit_of(tmp_path, part(A))
    assert {"说明.txt", "notes.json"} <= names(tmp_path)


def test_a_segment_whose_files_were_taken_away_is_written_again(tmp_path: Path) -> None:
    one = part(A)
    first = commit_of(tmp_path, one)
    for path in (tmp_path / SEGMENTS).iterdir():
        path.unlink()
    commit_of(tmp_path, one, part(B), old=first)
    assert held(tmp_path) == ["甲", "乙"]


# --- a commit that fails ---


def full_disk(*_args: object, **_options: object) -> None:
    raise OSError(28, "No space left on device")


def dead_process(*_args: object, **_options: object) -> None:
    raise KeyboardInterrupt


STEPS = [
    (store, "save"),
    (store, "sync_file"),
    (store, "_sha256"),
    (store, "write_bytes"),
    (store, "sync_folder"),
    (store, "_point_to"),
    (os, "fsync"),
    (os, "replace"),
    (segments, "save_file"),
]


@pytest.mark.parametrize(("room", "step"), STEPS, ids=lambda value: getattr(value, "__name__", value))
@pytest.mark.parametrize("fault", [full_disk, dead_process])
def test_a_commit_that_fails_at_any_step_changes_nothing_and_the_next_one_sweeps(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    room: object,
    step: str,
    fault: Callable[..., None],
) -> None:
    one = part(A)
    first = commit_of(tmp_path, one)
    pointer = (tmp_path / CURRENT).read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(room, step, fault)
        with pytest.raises((IndexFolderError, KeyboardInterrupt)) as failed:
            commit_of(tmp_path, one, part(B), old=first)
    if fault is full_disk:
        assert str(tmp_path) in str(failed.value)
        assert "No space left on device" in str(failed.value)
        assert "旧索引未改动" in str(failed.value)
    assert (tmp_path / CURRENT).read_bytes() == pointer
    assert held(tmp_path) == ["甲"]
    commit_of(tmp_path, one, part(C), old=first)
    assert held(tmp_path) == ["甲", "丙"]
    assert len(names(tmp_path)) == 2 + 6


@pytest.mark.parametrize("fault", [full_disk, dead_process])
def test_what_the_very_first_commit_left_behind_is_no_index_and_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Callable[..., None]
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(store, "_point_to", fault)
        with pytest.raises((IndexFolderError, KeyboardInterrupt)):
            commit_of(tmp_path, part(A))
    with pytest.raises(IndexFolderError, match=REMEDY):
        read_manifest(tmp_path)
    commit_of(tmp_path, part(B))
    assert held(tmp_path) == ["乙"]
    assert len(names(tmp_path)) == 2 + 3


def test_what_a_killed_writer_left_is_swept(tmp_path: Path) -> None:
    write = f".{new_name()}{UNFINISHED}"
    first = commit_of(tmp_path, part(A))
    for left in (
        tmp_path / write,
        tmp_path / f"{new_name()}.json",
        tmp_path / SEGMENTS / f"{new_name()}.faiss",
    ):
        left.write_bytes(b"half")
    assert held(tmp_path) == ["甲"]
    commit_of(tmp_path, part(B), old=first)
    assert len(names(tmp_path)) == 2 + 3


def test_each_step_is_durable_before_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments, their names, the manifest, the pointer; only then is anything swept."""
    first = commit_of(tmp_path, part(A))
    old = set(state(tmp_path))
    steps: list[str] = []
    sync, replace = os.fsync, os.replace

    def noted_sync(descriptor: int) -> None:
        assert old <= set(state(tmp_path)), "swept before all was durable"
        steps.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        sync(descriptor)

    def noted_replace(source: Path, target: Path) -> None:
        steps.append("current" if target.name == CURRENT else "manifest")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "replace", noted_replace)
    monkeypatch.setattr(store, "sync_folder", lambda folder: steps.append(folder.name))
    commit_of(tmp_path, part(B), old=first)
    folder = [] if os.name == "nt" else ["folder"]
    assert steps == [
        *["file"] * len(segments.ENDINGS),
        SEGMENTS,
        *["file", "manifest", *folder],
        *["file", "current", *folder],
    ]
    assert not old & set(state(tmp_path))


def test_a_file_larger_than_the_system_lets_be_written_is_told(tmp_path: Path) -> None:
    """The faults of the libraries that write are not the system's own; a real one is brought about."""
    resource = pytest.importorskip("resource")  # not on Windows
    first = commit_of(tmp_path, part(A))
    large = part(Paper("大", [["a"]] * 5000, vectors=9))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    for room in (60_000, 200_000):  # the arrays do not fit; the vectors do not
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
        try:
            with pytest.raises(IndexFolderError, match="旧索引未改动"):
                commit_of(tmp_path, large, old=first)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert held(tmp_path) == ["甲"]
    commit_of(tmp_path, large, old=first)
    assert held(tmp_path) == ["大"]
    assert len(names(tmp_path)) == 2 + 3


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "index"
    file.write_text("not a folder", encoding="utf-8")
    with pytest.raises(IndexFolderError, match="写不进"):
        commit_of(file, part(A))
    assert file.read_text(encoding="utf-8") == "not a folder"


def test_files_that_are_still_open_elsewhere_are_swept_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows lets nobody remove a file that is mapped."""
    first = commit_of(tmp_path, part(A))
    old = set(state(tmp_path))

    def in_use(_path: Path, *_args: object, **_options: object) -> None:
        raise PermissionError(13, "being used by another process")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", in_use)
        second = commit_of(tmp_path, part(B), old=first)
    assert old <= set(state(tmp_path))
    assert held(tmp_path) == ["乙"]
    commit_of(tmp_path, part(C), old=second)
    assert not old & set(state(tmp_path))
    assert len(names(tmp_path)) == 2 + 3


# --- damage ---


def change_manifest(folder: Path, change: Callable[[dict[str, object]], None]) -> None:
    """The manifest changed by someone who also names it by its new checksum."""
    raw = json.loads(manifest_file(folder).read_bytes())
    change(raw)
    content = json.dumps(raw).encode()
    name = store._name_of(content)
    (folder / f"{name}.json").write_bytes(content)
    (folder / CURRENT).write_text(name, encoding="utf-8")


def test_no_byte_of_the_manifest_can_change_unnoticed(tmp_path: Path) -> None:
    """Least of all the names of documents that were taken out."""
    commit_of(tmp_path, part(A, B, dead=frozenset("甲")))
    file = manifest_file(tmp_path)
    sound = file.read_bytes()
    for place in range(0, len(sound), 7):
        content = bytearray(sound)
        content[place] ^= 1
        file.write_bytes(bytes(content))
        with pytest.raises(IndexFolderError, match=REMEDY):
            read_manifest(tmp_path)


@pytest.mark.parametrize("lacking", ["fingerprints", "collections", "files"])
def test_a_manifest_without_a_part_is_told(tmp_path: Path, lacking: str) -> None:
    commit_of(tmp_path, part(A))
    change_manifest(tmp_path, lambda raw: raw.__delitem__(lacking))
    with pytest.raises(IndexFolderError, match=REMEDY):
        read_manifest(tmp_path)


@pytest.mark.parametrize("ending", segments.ENDINGS)
def test_a_manifest_that_lacks_a_file_of_a_segment_names_it(tmp_path: Path, ending: str) -> None:
    one = part(A)
    commit_of(tmp_path, one)
    lacking = f"{one.segment.name}{ending}"

    def change(raw: dict[str, object]) -> None:
        files = raw["files"]
        assert isinstance(files, dict)
        del files[lacking]

    change_manifest(tmp_path, change)
    with pytest.raises(IndexFolderError, match=f"缺少 {lacking}"):
        read_manifest(tmp_path)


# --- reading while another commits ---


def test_who_reads_while_a_commit_sweeps_reads_again(tmp_path: Path) -> None:
    first = commit_of(tmp_path, part(A))
    seen: list[Manifest] = []

    def read(manifest: Manifest) -> list[str]:
        seen.append(manifest)
        if len(seen) == 1:
            commit_of(tmp_path, part(B), old=first)
        verify(tmp_path, manifest)
        return [d.id for d in load_collection(tmp_path, manifest, "papers", DIMENSION).documents]

    assert opened(tmp_path, read) == ["乙"]
    assert len(seen) == 2


@pytest.mark.parametrize("ending", segments.ENDINGS)
def test_who_loads_while_a_commit_sweeps_reads_again(tmp_path: Path, ending: str) -> None:
    """The sweep takes the files of a segment one by one."""
    one, two = part(A), part(B)
    first = commit_of(tmp_path, one)

    def read(manifest: Manifest) -> list[str]:
        verify(tmp_path, manifest)
        if manifest == first:
            commit_of(tmp_path, one, two, old=first)
            (tmp_path / SEGMENTS / f"{one.segment.name}{ending}").unlink()
            commit_of(tmp_path, two, old=read_manifest(tmp_path))
            for other in set(segments.ENDINGS) - {ending}:
                (tmp_path / SEGMENTS / f"{one.segment.name}{other}").write_bytes(kept[other])
        return [d.id for d in load_collection(tmp_path, manifest, "papers", DIMENSION).documents]

    kept = {end: (tmp_path / SEGMENTS / f"{one.segment.name}{end}").read_bytes() for end in segments.ENDINGS}
    assert opened(tmp_path, read) == ["乙"]


def test_what_nobody_changed_is_not_read_again(tmp_path: Path) -> None:
    commit_of(tmp_path, part(A))
    tries: list[Manifest] = []

    def read(manifest: Manifest) -> None:
        tries.append(manifest)
        raise IndexFolderError("坏了")

    with pytest.raises(IndexFolderError, match="坏了"):
        opened(tmp_path, read)
    assert len(tries) == 1


def test_an_open_collection_serves_on_after_its_files_were_swept(tmp_path: Path) -> None:
    first = commit_of(tmp_path, part(A, B))
    reader = open_papers(tmp_path)
    before = coverage(reader, {"a": 1.0}).tolist()
    commit_of(tmp_path, part(C), old=first)
    assert held(tmp_path) == ["丙"]
    assert coverage(reader, {"a": 1.0}).tolist() == before
    assert [document.id for document in reader.documents] == ["甲", "乙"]
    assert reader.field(FIELD).count == 2


@pytest.mark.skipif(
    os.name == "nt" or getattr(os, "geteuid", int)() == 0, reason="permissions do not bind here"
)
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(IndexFolderError, match="权限"):
            commit_of(tmp_path / "index", part(A))
    finally:
        tmp_path.chmod(0o700)
