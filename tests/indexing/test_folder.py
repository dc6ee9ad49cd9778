"""The index folder: what is wrong with it is noticed, never answered from; the old one serves until the swap."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.answering.assistant import open_assistant
from app.domain.corpus import Corpus
from app.domain.errors import IndexFolderError
from app.domain.ports import Embedder
from app.indexing import folder as indexing
from app.indexing.folder import Index, build, build_in_memory, code_fingerprint, open_index
from app.retrieval.everyday import EverydayWords
from app.retrieval.search import Searcher
from tests.indexing.given import Counting, without_asked

REMEDY = "zhengai index"
QUESTION = "诊断点6.2要求什么"
ANSWER = "预警机制"


def place(folder: Path) -> Path:
    return folder / (folder / "current").read_text(encoding="utf-8").strip()


@pytest.fixture
def copied(index_folder: Path, tmp_path: Path) -> Path:
    """A copy of the real index folder, to be damaged."""
    return Path(shutil.copytree(index_folder, tmp_path / "index"))


@pytest.fixture
def small(corpus: Corpus, tmp_path: Path) -> tuple[Corpus, Embedder, Path]:
    """A corpus without asked-as data and a quick encoder, for tests that build."""
    (tmp_path / "empty").mkdir()
    return without_asked(corpus, tmp_path / "empty"), Counting(), tmp_path / "index"


def scores(index: Index, embedder: Embedder, corpus: Corpus, question: str) -> list[tuple[int, float]]:
    found = Searcher(index, embedder, EverydayWords(corpus.everyday)).search(question)
    return [(hit.passage.id, round(hit.score, 5)) for hit in found.hits]


def test_an_opened_index_finds_what_the_built_one_finds(
    corpus: Corpus, embedder: Embedder, index: Index
) -> None:
    built = build_in_memory(corpus, embedder)
    assert index.passages == built.passages
    assert index.questions == built.questions
    assert index.absent == built.absent
    for question in ("专家组几个人", "６．２", "教务处牵头哪些", "学生住得好不好", "who leads 6.2", "食堂"):
        assert scores(index, embedder, corpus, question) == scores(built, embedder, corpus, question)


def test_building_twice_gives_the_same_index(small: tuple[Corpus, Embedder, Path]) -> None:
    corpus, embedder, _ = small
    one, other = build_in_memory(corpus, embedder), build_in_memory(corpus, embedder)
    assert one.passages == other.passages
    for name, field in one.fields.items():
        assert field.vocabulary == other.fields[name].vocabulary
        assert np.array_equal(field.weights, other.fields[name].weights)


def remove_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def remove_pointer(folder: Path) -> None:
    (folder / "current").unlink()


def empty_pointer(folder: Path) -> None:
    (folder / "current").write_text("", encoding="utf-8")


def pointer_to_nowhere(folder: Path) -> None:
    (folder / "current").write_text("0123456789ab-deadbeef", encoding="utf-8")


def pointer_outside(folder: Path) -> None:
    (folder / "current").write_text("../index", encoding="utf-8")


def pointer_to_itself(folder: Path) -> None:
    (folder / "current").write_text("..", encoding="utf-8")


def pointer_of_noise(folder: Path) -> None:
    (folder / "current").write_bytes(b"\xff\xfe\x00\x80")


def remove_manifest(folder: Path) -> None:
    (place(folder) / "manifest.json").unlink()


def break_manifest(folder: Path) -> None:
    file = place(folder) / "manifest.json"
    file.write_text(file.read_text(encoding="utf-8")[:-20], encoding="utf-8")


def manifest_of_a_list(folder: Path) -> None:
    (place(folder) / "manifest.json").write_text("[1, 2]", encoding="utf-8")


def manifest_of_noise(folder: Path) -> None:
    (place(folder) / "manifest.json").write_bytes(b"\xff\xfe\x00")


def manifest_without_files(folder: Path) -> None:
    edit_manifest(folder, lambda manifest: manifest.update(files={}))


def manifest_with_a_missing_entry(folder: Path) -> None:
    file = place(folder) / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    del manifest["files"]["words.npz"]
    file.write_text(json.dumps(manifest), encoding="utf-8")
    truncate(folder, "words.npz")


def edit_manifest(folder: Path, change: Callable[[dict[str, object]], None]) -> None:
    file = place(folder) / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    change(manifest)
    file.write_text(json.dumps(manifest), encoding="utf-8")


def truncate(folder: Path, name: str) -> None:
    file = place(folder) / name
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def flip_a_byte(folder: Path, name: str) -> None:
    file = place(folder) / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0x40
    file.write_bytes(bytes(content))


def zero_a_page(folder: Path, name: str) -> None:
    file = place(folder) / name
    content = bytearray(file.read_bytes())
    content[: min(4096, len(content))] = bytes(min(4096, len(content)))
    file.write_bytes(bytes(content))


def remove_file(folder: Path, name: str) -> None:
    (place(folder) / name).unlink()


def stale(kind: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        edit_manifest(folder, lambda manifest: manifest.update({kind: "0" * 64}))

    change.__name__ = f"stale_{kind}"
    return change


POINTERS = [
    remove_folder,
    remove_pointer,
    empty_pointer,
    pointer_to_nowhere,
    pointer_outside,
    pointer_to_itself,
    pointer_of_noise,
]
MANIFESTS = [
    remove_manifest,
    break_manifest,
    manifest_of_a_list,
    manifest_of_noise,
    manifest_without_files,
    manifest_with_a_missing_entry,
]
STALE = [stale("corpus"), stale("encoder"), stale("code")]
FILES = (
    "words.npz",
    "asked.npz",
    "passages.faiss",
    "questions.faiss",
    "passages_owners.npy",
    "questions.json",
)


@pytest.mark.parametrize("damage", [*POINTERS, *MANIFESTS, *STALE], ids=lambda damage: damage.__name__)
def test_a_folder_that_cannot_be_trusted_is_noticed(
    corpus: Corpus, embedder: Embedder, copied: Path, damage: Callable[[Path], None]
) -> None:
    damage(copied)
    with pytest.raises(IndexFolderError, match=REMEDY):
        open_index(corpus, embedder, copied)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "damage", [truncate, flip_a_byte, zero_a_page, remove_file], ids=lambda damage: damage.__name__
)
def test_a_damaged_file_is_noticed_and_named(
    corpus: Corpus, embedder: Embedder, copied: Path, damage: Callable[[Path, str], None], name: str
) -> None:
    damage(copied, name)
    with pytest.raises(IndexFolderError, match=REMEDY) as noticed:
        open_index(corpus, embedder, copied)
    assert name in str(noticed.value)


@pytest.mark.parametrize(
    "damage",
    [remove_folder, pointer_to_nowhere, pointer_of_noise, break_manifest, manifest_without_files],
    ids=lambda damage: damage.__name__,
)
def test_the_assistant_rebuilds_and_answers_right(
    small: tuple[Corpus, Embedder, Path], damage: Callable[[Path], None]
) -> None:
    corpus, embedder, folder = small
    build(corpus, embedder, folder)
    damage(folder)
    told: list[str] = []
    assistant = open_assistant(corpus, embedder, folder, told.append)
    assert ANSWER in assistant.answer(QUESTION).text
    assert "重建" in told[0]
    assert len(told) == 2
    assert len(open_index(corpus, embedder, folder).passages) > 74
    open_assistant(corpus, embedder, folder, told.append)
    assert len(told) == 2  # sound now: nothing more to tell


@pytest.mark.parametrize("name", ["words.npz", "passages.faiss", "questions.json"])
def test_the_assistant_never_answers_from_a_damaged_file(
    small: tuple[Corpus, Embedder, Path], name: str
) -> None:
    corpus, embedder, folder = small
    build(corpus, embedder, folder)
    flip_a_byte(folder, name)
    told: list[str] = []
    assert ANSWER in open_assistant(corpus, embedder, folder, told.append).answer(QUESTION).text
    assert name in told[0]


def test_an_index_of_a_changed_corpus_is_stale(small: tuple[Corpus, Embedder, Path]) -> None:
    corpus, embedder, folder = small
    build(corpus, embedder, folder)
    open_index(corpus, embedder, folder)
    with pytest.raises(IndexFolderError, match="corpus"):
        open_index(replace(corpus, fingerprint="other"), embedder, folder)


def test_an_index_of_another_encoder_is_stale(small: tuple[Corpus, Embedder, Path]) -> None:
    corpus, embedder, folder = small
    build(corpus, embedder, folder)
    with pytest.raises(IndexFolderError, match="encoder"):
        open_index(corpus, Counting("another"), folder)


def test_an_index_of_other_code_is_stale(
    small: tuple[Corpus, Embedder, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, embedder, folder = small
    build(corpus, embedder, folder)
    monkeypatch.setattr(indexing, "code_fingerprint", lambda: "other code")
    with pytest.raises(IndexFolderError, match="code"):
        open_index(corpus, embedder, folder)


def test_the_fingerprint_of_the_code_is_stable() -> None:
    assert code_fingerprint() == code_fingerprint()
    assert len(code_fingerprint()) == 64


def test_old_folders_are_swept(small: tuple[Corpus, Embedder, Path]) -> None:
    corpus, embedder, folder = small
    for _ in range(3):
        build(corpus, embedder, folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(["current", place(folder).name])


def test_a_crash_before_the_swap_leaves_the_old_index_serving(
    small: tuple[Corpus, Embedder, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, embedder, folder = small
    build(corpus, embedder, folder)
    before = place(folder)

    def crash(_folder: Path, _name: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(indexing, "_point_to", crash)
        with pytest.raises(KeyboardInterrupt):
            build(corpus, embedder, folder)
    assert place(folder) == before
    assert open_index(corpus, embedder, folder).passages
    build(corpus, embedder, folder)
    assert len(list(folder.iterdir())) == 2  # what the crash left behind is gone


def test_a_crash_while_writing_leaves_the_old_index_serving(
    small: tuple[Corpus, Embedder, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, embedder, folder = small
    build(corpus, embedder, folder)
    before = place(folder)

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(indexing, "_write", full)
        with pytest.raises(IndexFolderError, match="旧索引未改动"):
            build(corpus, embedder, folder)
    assert place(folder) == before
    assert open_index(corpus, embedder, folder).passages


def test_what_a_failed_build_left_is_swept_by_the_next(
    small: tuple[Corpus, Embedder, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, embedder, folder = small

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(indexing, "_write", full)
        with pytest.raises(IndexFolderError):
            build(corpus, embedder, folder)
    build(corpus, embedder, folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(["current", place(folder).name])


def test_a_folder_that_cannot_be_written_still_answers(
    small: tuple[Corpus, Embedder, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, embedder, folder = small

    def refuse(_path: Path, *_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    told: list[str] = []
    assert ANSWER in open_assistant(corpus, embedder, folder, told.append).answer(QUESTION).text
    assert str(folder) in told[-1]
    assert "内存" in told[-1]
    assert not folder.exists()


@pytest.mark.skipif(
    os.name == "nt" or getattr(os, "geteuid", int)() == 0, reason="permissions do not bind here"
)
def test_a_read_only_folder_still_answers(small: tuple[Corpus, Embedder, Path]) -> None:
    corpus, embedder, folder = small
    folder.mkdir()
    folder.chmod(0o500)
    try:
        told: list[str] = []
        assert ANSWER in open_assistant(corpus, embedder, folder, told.append).answer(QUESTION).text
        assert "权限" in told[-1]
    finally:
        folder.chmod(0o700)


def test_an_index_folder_that_is_a_file_still_answers(small: tuple[Corpus, Embedder, Path]) -> None:
    corpus, embedder, folder = small
    folder.write_text("not a folder", encoding="utf-8")
    told: list[str] = []
    assert ANSWER in open_assistant(corpus, embedder, folder, told.append).answer(QUESTION).text
    assert folder.read_text(encoding="utf-8") == "not a folder"
