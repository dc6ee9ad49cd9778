"""The index folder: what is wrong with it is noticed, never answered from; only what is new is made anew."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from app.answering.assistant import open_assistant
from app.domain.corpus import Corpus
from app.domain.errors import IndexFolderError
from app.domain.ports import Embedder
from app.indexing import folder as indexing
from app.indexing import store
from app.indexing.folder import Index, build, build_in_memory, code_fingerprint, open_index
from app.indexing.store import CURRENT, SEGMENTS, read_manifest
from app.retrieval.everyday import EverydayWords
from app.retrieval.search import Searcher
from tests.indexing.given import Counting, without_asked

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
REMEDY = "zhengai index"
QUESTION = "诊断点6.2要求什么"
ANSWER = "预警机制"
QUESTIONS = ("６．２", "教务处牵头哪些", "who leads 6.2", "食堂的钱从哪里来")


def manifest_file(folder: Path) -> Path:
    return folder / f"{(folder / CURRENT).read_text(encoding='utf-8').strip()}.json"


def segment_file(folder: Path, collection: str, ending: str) -> Path:
    """A file of the first segment of a collection."""
    name, _ = read_manifest(folder).collections[collection][0]
    return folder / SEGMENTS / f"{name}{ending}"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def copied(index_folder: Path, tmp_path: Path) -> Path:
    """A copy of the real index folder, to be damaged."""
    return Path(shutil.copytree(index_folder, tmp_path / "index"))


@pytest.fixture
def small(corpus: Corpus, tmp_path: Path) -> tuple[Corpus, Embedder, Path]:
    """A corpus without asked-as data and a quick encoder, for tests that build."""
    (tmp_path / "empty").mkdir()
    return without_asked(corpus, tmp_path / "empty"), Counting(), tmp_path / "index"


def found(index: Index, embedder: Embedder, corpus: Corpus, question: str) -> dict[object, object]:
    """Every hit with all that speaks for it, however the equally good are ordered and passages numbered."""
    hits = Searcher(index, embedder, EverydayWords(corpus.everyday)).search(question, limit=10_000).hits
    return {
        (hit.passage.document, hit.passage.spans, hit.passage.point, hit.passage.kind): (
            hit.score,
            hit.why.lexical,
            hit.why.asked,
            hit.why.dense,
            hit.why.expected,
        )
        for hit in hits
    }


def assert_same(one: Index, other: Index, embedder: Embedder, corpus: Corpus) -> None:
    """Both hold the same passages and questions and find the same."""
    assert sorted(map(_passage, one.passages)) == sorted(map(_passage, other.passages))
    assert _questions(one) == _questions(other)
    assert set(one.absent) == set(other.absent)
    for question in QUESTIONS:
        assert found(one, embedder, corpus, question) == found(other, embedder, corpus, question)


def _passage(passage: object) -> str:
    return repr(replace(passage, id=0))  # type: ignore[type-var]


def _questions(index: Index) -> list[tuple[str, str, str]]:
    return sorted(
        (
            question.text,
            repr(question.focus),
            _passage(index.passages[question.passage])
            if question.passage >= 0
            else repr(index.absent[question.absent]),
        )
        for question in index.questions
    )


def test_an_opened_index_finds_what_the_built_one_finds(
    corpus: Corpus, embedder: Embedder, index: Index
) -> None:
    built = build_in_memory(corpus, embedder)
    assert index.passages == built.passages
    assert index.questions == built.questions
    assert index.absent == built.absent
    assert_same(index, built, embedder, corpus)


def test_building_twice_gives_the_same_index(small: tuple[Corpus, Embedder, Path]) -> None:
    corpus, embedder, _ = small
    one, other = build_in_memory(corpus, embedder), build_in_memory(corpus, embedder)
    assert one.passages == other.passages
    (part,), (again,) = one.text.parts, other.text.parts
    assert part.segment.held == again.segment.held
    for name, postings in part.segment.fields.items():
        for kind, array in postings.arrays().items():
            assert np.array_equal(array, again.segment.fields[name].arrays()[kind])


# --- damage ---


def remove_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def remove_pointer(folder: Path) -> None:
    (folder / "current").unlink()


def empty_pointer(folder: Path) -> None:
    (folder / "current").write_text("", encoding="utf-8")


def pointer_to_nowhere(folder: Path) -> None:
    (folder / "current").write_text("0123456789abcdef" * 2, encoding="utf-8")


def pointer_of_the_old_layout(folder: Path) -> None:
    (folder / "0123456789ab-deadbeef").mkdir()
    (folder / "current").write_text("0123456789ab-deadbeef", encoding="utf-8")


def pointer_outside(folder: Path) -> None:
    (folder / "current").write_text("../index", encoding="utf-8")


def pointer_to_itself(folder: Path) -> None:
    (folder / "current").write_text("..", encoding="utf-8")


def pointer_of_noise(folder: Path) -> None:
    (folder / "current").write_bytes(b"\xff\xfe\x00\x80")


def remove_manifest(folder: Path) -> None:
    manifest_file(folder).unlink()


def break_manifest(folder: Path) -> None:
    truncate(manifest_file(folder))


def flip_a_byte_of_the_manifest(folder: Path) -> None:
    flip_a_byte(manifest_file(folder))


def zero_a_page_of_the_manifest(folder: Path) -> None:
    zero_a_page(manifest_file(folder))


def manifest_of_noise(folder: Path) -> None:
    manifest_file(folder).write_bytes(b"\xff\xfe\x00")


def manifest_of_a_list(folder: Path) -> None:
    write_manifest(folder, [1, 2])


def manifest_without_files(folder: Path) -> None:
    edit_manifest(folder, lambda manifest: manifest.update(files={}))


def manifest_with_a_missing_entry(folder: Path) -> None:
    file = segment_file(folder, "passages", ".faiss")

    def change(manifest: dict[str, object]) -> None:
        files = manifest["files"]
        assert isinstance(files, dict)
        del files[file.name]

    edit_manifest(folder, change)
    truncate(file)


def manifest_without_a_collection(folder: Path) -> None:
    def change(manifest: dict[str, object]) -> None:
        collections = manifest["collections"]
        assert isinstance(collections, dict)
        del collections["questions"]

    edit_manifest(folder, change)


def write_manifest(folder: Path, raw: object) -> None:
    """A manifest under its own checksum, and the pointer at it."""
    content = json.dumps(raw).encode()
    name = store._name_of(content)
    (folder / f"{name}.json").write_bytes(content)
    (folder / CURRENT).write_text(name, encoding="utf-8")


def edit_manifest(folder: Path, change: Callable[[dict[str, object]], None]) -> None:
    manifest = json.loads(manifest_file(folder).read_text(encoding="utf-8"))
    change(manifest)
    write_manifest(folder, manifest)


def truncate(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def flip_a_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0x40
    file.write_bytes(bytes(content))


def zero_a_page(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[: min(4096, len(content))] = bytes(min(4096, len(content)))
    file.write_bytes(bytes(content))


def remove_file(file: Path) -> None:
    file.unlink()


def stale(kind: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        def other(manifest: dict[str, object]) -> None:
            fingerprints = manifest["fingerprints"]
            assert isinstance(fingerprints, dict)
            fingerprints[kind] = "0" * 64

        edit_manifest(folder, other)

    change.__name__ = f"stale_{kind}"
    return change


POINTERS = [
    remove_folder,
    remove_pointer,
    empty_pointer,
    pointer_to_nowhere,
    pointer_of_the_old_layout,
    pointer_outside,
    pointer_to_itself,
    pointer_of_noise,
]
MANIFESTS = [
    remove_manifest,
    break_manifest,
    flip_a_byte_of_the_manifest,
    zero_a_page_of_the_manifest,
    manifest_of_a_list,
    manifest_of_noise,
    manifest_without_files,
    manifest_with_a_missing_entry,
    manifest_without_a_collection,
]
STALE = [stale("corpus"), stale("encoder"), stale("code")]
FILES = [
    (collection, end)
    for collection in ("passages", "questions")
    for end in (".json", ".safetensors", ".faiss")
]


@pytest.mark.parametrize("damage", [*POINTERS, *MANIFESTS, *STALE], ids=lambda damage: damage.__name__)
def test_a_folder_that_cannot_be_trusted_is_noticed(
    corpus: Corpus, embedder: Embedder, copied: Path, damage: Callable[[Path], None]
) -> None:
    damage(copied)
    with pytest.raises(IndexFolderError, match=REMEDY):
        open_index(corpus, embedder, copied)


@pytest.mark.parametrize(("collection", "ending"), FILES)
@pytest.mark.parametrize(
    "damage", [truncate, flip_a_byte, zero_a_page, remove_file], ids=lambda damage: damage.__name__
)
def test_a_damaged_file_is_noticed_and_named(
    corpus: Corpus,
    embedder: Embedder,
    copied: Path,
    damage: Callable[[Path], None],
    collection: str,
    ending: str,
) -> None:
    file = segment_file(copied, collection, ending)
    damage(file)
    with pytest.raises(IndexFolderError, match=REMEDY) as noticed:
        open_index(corpus, embedder, copied)
    assert file.name in str(noticed.value)


@pytest.mark.parametrize(
    "damage",
    [remove_folder, pointer_of_the_old_layout, pointer_of_noise, break_manifest, manifest_without_files],
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


@pytest.mark.parametrize("ending", [".json", ".safetensors", ".faiss"])
def test_the_assistant_never_answers_from_a_damaged_file(
    small: tuple[Corpus, Embedder, Path], ending: str
) -> None:
    corpus, embedder, folder = small
    build(corpus, embedder, folder)
    file = segment_file(folder, "passages", ending)
    flip_a_byte(file)
    told: list[str] = []
    assert ANSWER in open_assistant(corpus, embedder, folder, told.append).answer(QUESTION).text
    assert file.name in told[0]
    open_index(corpus, embedder, folder)  # what was damaged was not taken over


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


# --- a build that fails ---


def test_one_manifest_is_left(small: tuple[Corpus, Embedder, Path]) -> None:
    corpus, embedder, folder = small
    for version in range(3):
        build(replace(corpus, fingerprint=str(version)), embedder, folder)
    assert names(folder) == sorted([CURRENT, manifest_file(folder).name, SEGMENTS])
    assert names(folder / SEGMENTS) == sorted(read_manifest(folder).files)


def crash(*_args: object) -> None:
    raise KeyboardInterrupt


def full(*_args: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(("step", "fault"), [("_point_to", crash), ("write_bytes", full)])
def test_a_build_that_fails_leaves_the_old_index_serving_and_is_swept_by_the_next(
    small: tuple[Corpus, Embedder, Path],
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    fault: Callable[..., None],
) -> None:
    corpus, embedder, folder = small
    build(corpus, embedder, folder)
    before = (folder / CURRENT).read_bytes()
    other = replace(corpus, terms=(*corpus.terms, ("新词", 9, "n")), fingerprint="other")
    with monkeypatch.context() as patched:
        patched.setattr(store, step, fault)
        with pytest.raises((IndexFolderError, KeyboardInterrupt)) as failed:
            build(other, embedder, folder)
    assert ("旧索引未改动" in str(failed.value)) == (fault is full)
    assert (folder / CURRENT).read_bytes() == before
    assert open_index(corpus, embedder, folder).passages
    build(other, embedder, folder)
    assert open_index(other, embedder, folder).passages
    assert names(folder) == sorted([CURRENT, manifest_file(folder).name, SEGMENTS])
    assert names(folder / SEGMENTS) == sorted(read_manifest(folder).files)


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


# --- only what is new is made anew ---


@dataclass(frozen=True)
class Noting:
    """The shipped encoder, noting what it encodes. Conforms to `Embedder`."""

    shipped: Embedder
    encoded: list[str] = field(default_factory=list)

    @property
    def dimension(self) -> int:
        return self.shipped.dimension

    @property
    def fingerprint(self) -> str:
        return self.shipped.fingerprint

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded.extend(texts)
        return self.shipped.encode(texts)


def files(folder: Path) -> dict[str, tuple[int, int]]:
    return {p.name: (p.stat().st_ino, p.stat().st_mtime_ns) for p in (folder / SEGMENTS).iterdir()}


@pytest.fixture
def part(corpus: Corpus, tmp_path: Path) -> Corpus:
    """The corpus with thirty asked-as entries of each file, which can be edited."""
    folder = tmp_path / "corpus"
    (folder / "asked").mkdir(parents=True)
    for name in (*Path(corpus.folder, "asked").glob("*.yaml"), Path(corpus.folder, "absent.yaml")):
        own = folder / name.relative_to(corpus.folder)
        write_entries(own, read_entries(name)[:30])
    return replace(corpus, folder=str(folder), fingerprint="part")


def read_entries(file: Path) -> list[dict[str, list[str]]]:
    found = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)
    return cast("list[dict[str, list[str]]]", found)


def write_entries(file: Path, entries: list[dict[str, list[str]]]) -> None:
    file.write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")


def test_a_second_build_writes_no_segment_and_encodes_nothing(
    corpus: Corpus, embedder: Embedder, copied: Path, index: Index
) -> None:
    before, noting = files(copied), Noting(embedder)
    again = build(replace(corpus, fingerprint="other"), noting, copied)
    assert files(copied) == before
    assert noting.encoded == []
    assert (again.passages, again.questions, again.absent) == (index.passages, index.questions, index.absent)


@pytest.mark.parametrize("document", ["chongqing", "foshan"])
def test_of_another_asked_as_question_only_its_document_is_made_anew(
    part: Corpus, embedder: Embedder, tmp_path: Path, document: str
) -> None:
    folder, new = tmp_path / "index", "这句话以前没有人问过吗"
    build(part, embedder, folder)
    file = next(Path(part.folder, "asked").glob(f"{document}*.yaml"))
    first, *others = read_entries(file)
    first["asked"][0] = new
    write_entries(file, [first, *others[:-1]])
    noting, changed = Noting(embedder), replace(part, fingerprint="changed")
    build(changed, noting, folder)
    index = open_index(changed, embedder, folder)
    owners = {q.text: index.passages[q.passage].document if q.passage >= 0 else "" for q in index.questions}
    assert owners[new] == document
    assert new in noting.encoded
    assert {owners[text] for text in noting.encoded if text in owners} == {document}
    assert_same(index, build_in_memory(changed, embedder), embedder, changed)


def test_the_files_of_documents_that_are_the_same_stay_as_they_are(
    part: Corpus, embedder: Embedder, tmp_path: Path
) -> None:
    """95 of 240 passages are out of use then: too few for the segment to be cleaned of them."""
    folder = tmp_path / "index"
    build(part, embedder, folder)
    before, segment = files(folder), segment_file(folder, "passages", "").name
    chongqing = part.documents["chongqing"]
    shorter = replace(chongqing, clauses=chongqing.clauses[:-1])
    changed = replace(part, documents={**part.documents, "chongqing": shorter}, fingerprint="changed")
    build(changed, embedder, folder)
    index = open_index(changed, embedder, folder)
    kept = {name: one for name, one in before.items() if name.startswith(segment)}
    assert kept.items() <= files(folder).items()
    assert [set(piece.dead) for piece in index.text.parts] == [{"chongqing"}, set()]
    assert_same(index, build_in_memory(changed, embedder), embedder, changed)


def test_a_document_more_and_a_document_less(small: tuple[Corpus, Embedder, Path]) -> None:
    both, embedder, folder = small
    foshan, chongqing = (
        replace(both, documents={id_: both.documents[id_]}, fingerprint=id_)
        for id_ in ("foshan", "chongqing")
    )
    build(foshan, embedder, folder)
    before = files(folder)
    build(both, embedder, folder)
    assert before.items() <= files(folder).items()
    assert_same(open_index(both, embedder, folder), build_in_memory(both, embedder), embedder, both)
    build(chongqing, embedder, folder)
    index = open_index(chongqing, embedder, folder)
    assert not before.keys() & files(folder).keys()
    assert {passage.document for passage in index.passages} == {"chongqing"}
    assert_same(index, build_in_memory(chongqing, embedder), embedder, chongqing)


def test_other_terms_cut_every_document_anew(small: tuple[Corpus, Embedder, Path]) -> None:
    corpus, embedder, folder = small
    build(corpus, embedder, folder)
    before = files(folder)
    other = replace(corpus, terms=(*corpus.terms, ("诊断点要求", 100_000, "n")), fingerprint="terms")
    assert_same(build(other, embedder, folder), build_in_memory(other, embedder), embedder, other)
    assert not set(files(folder)) & set(before)


def test_an_index_of_another_encoder_is_not_taken_over(small: tuple[Corpus, Embedder, Path]) -> None:
    corpus, embedder, folder = small
    build(corpus, embedder, folder)
    other = Counting("another", 32)
    build(corpus, other, folder)
    assert_same(open_index(corpus, other, folder), build_in_memory(corpus, other), other, corpus)
