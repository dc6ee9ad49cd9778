"""A library: documents added, replaced and taken out one by one; what is odd, huge or damaged."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.domain.errors import IndexFolderError
from app.indexing import store, updates
from app.indexing.library import LONG, WINDOW, ClauseText, Library
from app.indexing.store import CURRENT, SEGMENTS
from app.retrieval.clause_search import ClauseSearch, Found
from tests.growth import LINEAR, growth
from tests.indexing.given import ROOT, Counting

Documents = dict[str, list[ClauseText]]

CODE: Documents = {
    "民法典": [
        ClauseText("第一条", "为了保护民事主体的合法权益，调整民事关系，制定本法。"),
        ClauseText("第二条", "民法调整平等主体的自然人、法人和非法人组织之间的人身关系和财产关系。"),
    ],
    "考勤办法": [
        ClauseText("第三条", "学生请假三天以内由辅导员批准。"),
        ClauseText("第四条", "教师调课须经教务处同意。"),
    ],
}
QUESTIONS = ("谁批准请假", "民事主体的权益", "教务处", "第二条", "没有一个词相同 zzz")


def opened(folder: Path, embedder: Counting | None = None) -> Library:
    return Library.open(folder, embedder or Counting())


def search(library: Library, question: str, limit: int = 10) -> tuple[Found, ...]:
    return ClauseSearch(library, Counting()).search(question, limit)


def found(library: Library) -> list[dict[tuple[str, int], tuple[float, float, float]]]:
    """What each question finds, however the equally good are ordered."""
    return [
        {(hit.document, hit.number): (hit.score, hit.coverage, hit.cosine) for hit in search(library, q, 99)}
        for q in QUESTIONS
    ]


def ids(library: Library) -> list[str]:
    return [document.id for document in library.collection.documents]


def one(text: str, heading: str = "第一条") -> list[ClauseText]:
    return [ClauseText(heading, text)]


def segment_files(folder: Path) -> dict[str, tuple[int, int]]:
    return {p.name: (p.stat().st_ino, p.stat().st_mtime_ns) for p in (folder / SEGMENTS).iterdir()}


# --- adding and taking out ---


def test_what_is_put_is_found_and_found_again_after_opening(tmp_path: Path) -> None:
    library = opened(tmp_path)
    library.put(CODE)
    best = search(library, "谁批准学生请假")[0]
    assert (best.document, best.number) == ("考勤办法", 0)
    assert best.coverage > 0.2
    assert best.cosine > 0.2
    assert found(opened(tmp_path)) == found(library)
    assert ids(opened(tmp_path)) == ids(library) == list(CODE)


def test_a_document_is_replaced_by_its_id(tmp_path: Path) -> None:
    library = opened(tmp_path)
    library.put(CODE)
    library.put({"考勤办法": one("迟到三次记旷课一次。")})
    assert set(ids(library)) == set(CODE)
    assert search(library, "旷课")[0].document == "考勤办法"
    fresh = opened(tmp_path / "fresh")
    fresh.put({"民法典": CODE["民法典"], "考勤办法": one("迟到三次记旷课一次。")})
    assert found(opened(tmp_path)) == found(library) == found(fresh)


def test_a_document_taken_out_is_never_found_again(tmp_path: Path) -> None:
    library = opened(tmp_path)
    library.put(CODE)
    library.remove(["考勤办法"])
    for one_ in (library, opened(tmp_path)):
        assert {hit.document for q in QUESTIONS for hit in search(one_, q)} == {"民法典"}
    library.remove(["民法典"])
    assert found(opened(tmp_path)) == [{}] * len(QUESTIONS)
    assert segment_files(tmp_path) == {}


@pytest.mark.parametrize("wrong", ["没有的文件", "", "民法"])
def test_taking_out_what_is_not_held_names_it_and_takes_out_nothing(tmp_path: Path, wrong: str) -> None:
    library = opened(tmp_path)
    library.put(CODE)
    with pytest.raises(IndexFolderError, match=f"没有文件“{wrong}”"):
        library.remove(["民法典", wrong])
    with pytest.raises(IndexFolderError, match="没有文件“民法典”"):
        library.remove(["民法典", "民法典"])
    assert ids(library) == ids(opened(tmp_path)) == list(CODE)


def test_putting_what_is_there_already_writes_no_segment(tmp_path: Path) -> None:
    library = opened(tmp_path)
    library.put(CODE)
    before = segment_files(tmp_path)
    library.put(CODE)
    opened(tmp_path).put({"考勤办法": CODE["考勤办法"]})
    assert segment_files(tmp_path) == before


def test_adding_a_document_leaves_the_files_of_the_others_as_they_are(tmp_path: Path) -> None:
    library = opened(tmp_path)
    library.put(CODE)
    before = segment_files(tmp_path)
    library.put({"新": one("图书馆九点开门。")})
    after = segment_files(tmp_path)
    assert {name: after[name] for name in before} == before
    assert len(after) == len(before) + 3


def test_nothing_put_and_nothing_removed_is_a_library_too(tmp_path: Path) -> None:
    library = opened(tmp_path)
    library.put({})
    library.remove([])
    assert ids(opened(tmp_path)) == []


ONE_TEXT = st.lists(st.sampled_from(["请假三天", "民事主体", "教务处同意，教务处", "", "a1 b2"]), max_size=3)
STEPS = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from("甲乙丙丁"), ONE_TEXT, max_size=3),
        st.sets(st.sampled_from("甲乙丙丁"), max_size=2),
        st.booleans(),
    ),
    max_size=4,
)


@settings(max_examples=12, deadline=None)
@given(steps=STEPS, most_small=st.integers(0, 3))
def test_any_way_to_the_same_documents_finds_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    steps: Sequence[tuple[Mapping[str, list[str]], set[str], bool]],
    most_small: int,
) -> None:
    folder = tmp_path_factory.mktemp("library")
    library, documents = opened(folder), Documents()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(updates, "MOST_SMALL", most_small)
        for put, removed, again in steps:
            new = {id_: [ClauseText(id_, text) for text in texts] for id_, texts in put.items()}
            library.put(new)
            documents |= new
            gone = removed & set(documents)
            library.remove(sorted(gone))
            documents = {id_: clauses for id_, clauses in documents.items() if id_ not in gone}
            library = opened(folder) if again else library
    fresh = opened(tmp_path_factory.mktemp("fresh"))
    fresh.put(documents)
    assert found(library) == found(fresh)
    assert found(opened(folder)) == found(fresh)


# --- odd and huge ---


def test_an_empty_library_finds_nothing(tmp_path: Path) -> None:
    assert [search(opened(tmp_path), q) for q in ("请假", "", "？", "😀")] == [()] * 4
    assert not (tmp_path / CURRENT).exists()


def test_documents_without_clauses_and_clauses_without_words_are_held(tmp_path: Path) -> None:
    library = opened(tmp_path)
    library.put({"没有条款": [], "空白": [ClauseText("", ""), ClauseText(" ", "\n\u200b")], **CODE})
    assert ids(opened(tmp_path)) == ["没有条款", "空白", *CODE]
    assert {hit.document for q in QUESTIONS for hit in search(library, q)} == set(CODE)
    library.put({"民法典": []})
    assert "民法典" not in {hit.document for q in QUESTIONS for hit in search(opened(tmp_path), q)}
    library.remove(["没有条款", "空白", "民法典"])
    assert ids(opened(tmp_path)) == ["考勤办法"]


@pytest.mark.parametrize(
    "question",
    ["", " ", "？！……", "😀🎉", "的了吗", "\u200b\ufeff", "\x00", "\ud800", "，", "𠮷", "ａ" * 3000],
)
def test_a_question_without_words_is_answered_sensibly(tmp_path: Path, question: str) -> None:
    library = opened(tmp_path)
    library.put(CODE)
    hits = search(library, question)
    assert len(hits) <= 4
    assert all(np.isfinite([hit.score, hit.coverage, hit.cosine]).all() for hit in hits)
    assert all(0 <= hit.coverage <= 1.00001 and 0 <= hit.cosine <= 1.00001 and hit.score > 0 for hit in hits)
    if not question.strip(" \u200b\ufeff\x00\ud800"):
        assert hits == ()


@pytest.mark.parametrize(
    "id_", ["", " ", "\n", "../../x", "a" * 5000, "\udcc4\udce3.docx", "😀", '"]}', "NUL\x00"]
)
def test_a_document_may_have_any_name(tmp_path: Path, id_: str) -> None:
    opened(tmp_path).put({id_: one("图书馆九点开门。"), **CODE})
    library = opened(tmp_path)
    assert search(library, "图书馆")[0].document == id_
    library.put({id_: one("图书馆十点开门。")})
    library.remove([id_])
    assert ids(opened(tmp_path)) == list(CODE)


@pytest.mark.parametrize("text", ["\ud83d", "\x00第\x00一", "\u202e反", "x\r\n\ty", "—" * 400, "。" * 1000])
def test_a_clause_may_say_anything(tmp_path: Path, text: str) -> None:
    library = opened(tmp_path)
    library.put({"怪": [ClauseText(text, text)], **CODE})
    assert len(ids(opened(tmp_path))) == 3
    assert search(library, "请假")[0].document == "考勤办法"


def test_a_clause_of_a_million_characters_is_found_by_its_last_sentence(tmp_path: Path) -> None:
    text = "甲乙丙丁戊己庚辛。" * 111_100 + "图书馆九点开门。" * 30
    assert len(text) > 1_000_000
    library = opened(tmp_path)
    library.put({"长": [ClauseText("总则", text)], **CODE})
    best = search(opened(tmp_path), "图书馆九点开门。")[0]
    assert best.document == "长"
    assert best.cosine > 0.9


@pytest.mark.parametrize("unit", ["1", "1.1."])
def test_the_time_of_a_run_of_digits_grows_with_its_length(tmp_path: Path, unit: str) -> None:
    def put(times: int) -> None:
        opened(tmp_path).put({"数": [ClauseText("", unit * times)]})

    assert growth(put, 100_000 // len(unit)) < LINEAR


def test_a_heading_without_end_is_not_repeated_over_every_window() -> None:
    clause = ClauseText("甲" * 100_000, "图书馆九点开门。" * 1000)
    assert sum(map(len, clause.windows)) < 2 * 108_000


def test_windows_hold_the_whole_clause_under_its_heading() -> None:
    text = "".join(f"第{n}句说了一些话。" for n in range(100)) + "长" * 450
    whole, *windows = ClauseText("第九条 标题", text).windows
    assert whole == f"第九条 标题 {text}"
    assert all(window.startswith("第九条 标题\n") for window in windows)
    assert "".join(window.removeprefix("第九条 标题\n") for window in windows) == text
    assert max(map(len, windows)) <= WINDOW + len("第九条 标题\n")
    assert len(list(ClauseText("x", "长" * LONG).windows)) == 1


def test_twenty_thousand_documents_of_one_character(tmp_path: Path) -> None:
    library = opened(tmp_path)
    library.put({str(n): one(chr(0x4E00 + n), "") for n in range(20_000)})
    again = opened(tmp_path)
    assert [hit.document for hit in search(again, chr(0x4E00 + 778)) if hit.coverage] == ["778"]
    again.remove(map(str, range(12_000)))
    assert again.collection.count == opened(tmp_path).collection.count == 8_000
    assert not [hit for hit in search(again, chr(0x4E00 + 778)) if hit.coverage]
    assert search(again, chr(0x4E00 + 12_777))[0].document == "12777"


# --- another encoder, damage, failures ---


def test_a_library_of_another_encoder_or_other_terms_is_refused(tmp_path: Path) -> None:
    opened(tmp_path).put(CODE)
    with pytest.raises(
        IndexFolderError, match=f"{tmp_path} 已过期（encoder 已变）：请删除该文件夹后重新加入文件。"
    ):
        Library.open(tmp_path, Counting("another"))
    with pytest.raises(IndexFolderError, match="terms 已变"):
        Library.open(tmp_path, Counting(), [("辅导员", 1000, "n")])
    with pytest.raises(IndexFolderError, match="16 维，编码器是 8 维"):
        Library.open(tmp_path, Counting(dimension=8))
    assert found(opened(tmp_path)) != [{}] * len(QUESTIONS)


def test_terms_are_words_of_the_library(tmp_path: Path) -> None:
    terms = [("诊改复核", 100_000, "n")]
    library = Library.open(tmp_path, Counting(), terms)
    library.put({"甲": one("诊改复核每三年一次。")})
    assert "诊改复核" in library.segmenter.words("诊改复核每三年一次")
    assert ids(Library.open(tmp_path, Counting(), terms)) == ["甲"]


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x40
    path.write_bytes(bytes(content))


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def blank(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


DAMAGE = [flip, halve, blank, Path.unlink]


@pytest.mark.parametrize("ending", [".json", ".safetensors", ".faiss"])
@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_a_damaged_file_is_noticed_and_named(
    tmp_path: Path, damage: Callable[[Path], None], ending: str
) -> None:
    opened(tmp_path).put(CODE)
    (file,) = (tmp_path / SEGMENTS).glob(f"*{ending}")
    damage(file)
    with pytest.raises(IndexFolderError) as noticed:
        opened(tmp_path)
    assert file.name in str(noticed.value)


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_a_damaged_manifest_is_noticed(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    opened(tmp_path).put(CODE)
    (file,) = tmp_path.glob("*.json")
    damage(file)
    with pytest.raises(IndexFolderError):
        opened(tmp_path)


def test_a_put_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = opened(tmp_path)
    library.put(CODE)
    before = found(library)

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(store, "write_bytes", full)
        with pytest.raises(IndexFolderError, match="旧索引未改动"):
            library.put({"新": one("图书馆")})
        with pytest.raises(IndexFolderError, match="旧索引未改动"):
            library.remove(["民法典"])
    assert found(library) == found(opened(tmp_path)) == before
    library.put({"新": one("图书馆")})
    assert len(segment_files(tmp_path)) == 6


def test_an_encoder_that_fails_changes_nothing(tmp_path: Path) -> None:
    @dataclass(frozen=True)
    class Failing(Counting):
        left: list[int] = field(default_factory=lambda: [1])

        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            if not self.left:
                raise RuntimeError("模型坏了")
            self.left.pop()
            return super().encode(texts)

    library = Library.open(tmp_path, Failing())
    library.put(CODE)
    with pytest.raises(RuntimeError, match="模型坏了"):
        library.put({"新": one("图书馆")})
    assert ids(library) == ids(opened(tmp_path)) == list(CODE)


# --- one writer, several readers ---


def test_a_reader_serves_its_old_state_after_the_writer_commits_and_sweeps(tmp_path: Path) -> None:
    writer = opened(tmp_path)
    writer.put(CODE)
    reader = opened(tmp_path)
    before = found(reader)
    writer.remove(["民法典"])
    writer.put({"考勤办法": one("改了"), "新": one("图书馆九点开门。")})
    assert len(segment_files(tmp_path)) == 3  # nothing of what the reader has open is left
    assert found(reader) == before
    assert found(opened(tmp_path)) == found(writer) != before


CLAUSES = 5


def generation(number: int) -> Documents:
    """Two documents that always are of the same generation, and one that grows."""
    clauses = [ClauseText(f"第{n}条", f"第 {number} 版说图书馆{n}点开门。") for n in range(CLAUSES)]
    return {"甲": clauses, "乙": clauses[: 1 + number % CLAUSES], f"丙{number % 3}": clauses[:1]}


def test_readers_in_threads_see_whole_commits_of_one_writer(tmp_path: Path) -> None:
    """Each opens for itself; they also share the writer's own library while it changes."""
    writer = opened(tmp_path)
    writer.put(generation(0))
    faults: list[BaseException] = []
    done = threading.Event()

    def guarded(read: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            try:
                while not done.is_set():
                    read()
            except BaseException as error:
                faults.append(error)

        return run

    def reopen() -> None:
        library = opened(tmp_path)
        held = {d.id: d.rows for d in library.collection.documents}
        assert held["甲"] == CLAUSES
        assert len(search(library, "图书馆开门", 50)) == sum(held.values())

    def shared() -> None:
        hits = search(writer, "图书馆3点开门", 50)
        assert {hit.number for hit in hits if hit.document == "甲"} == set(range(CLAUSES))
        assert hits[0].number == 3

    threads = [threading.Thread(target=guarded(read)) for read in (reopen, reopen, shared, shared)]
    for thread in threads:
        thread.start()
    for number in range(1, 12):
        writer.put(generation(number))
    done.set()
    for thread in threads:
        thread.join()
    assert faults == []


KILLED = """
import sys
from pathlib import Path
from app.indexing import updates
from app.indexing.library import ClauseText, Library
from tests.indexing.given import Counting
updates.MOST_SMALL = 2
library = Library.open(Path(sys.argv[1]), Counting())
for number in range(len(library.collection.documents), 100_000):
    library.put({str(number): [ClauseText("", f"第 {number} 号")]})
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_writer_that_is_killed_loses_nothing_it_had_committed(tmp_path: Path) -> None:
    chance = random.Random(1)
    for _ in range(2):
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            committed = int(writer.stdout.readline())
            time.sleep(chance.random() / 5)
            writer.send_signal(signal.SIGKILL)
            committed = max([committed, *map(int, writer.stdout.read().split())])
        held = ids(opened(tmp_path))
        assert sorted(map(int, held)) == list(range(len(held)))
        assert committed < len(held) <= committed + 2


def test_a_second_writer_is_told_and_drops_nothing_of_the_first(tmp_path: Path) -> None:
    first, second = opened(tmp_path), opened(tmp_path)
    first.put(CODE)
    with pytest.raises(IndexFolderError, match="另一处改动"):
        second.put({"校规": one("学生离校须登记。")})
    again = opened(tmp_path)
    assert ids(again) == list(CODE)
    again.put({"校规": one("学生离校须登记。")})
    with pytest.raises(IndexFolderError, match="没有写入"):
        first.remove(["民法典"])
    assert ids(opened(tmp_path)) == [*CODE, "校规"]


def test_of_writers_at_the_same_moment_whoever_was_told_nothing_is_kept(tmp_path: Path) -> None:
    opened(tmp_path).put(CODE)
    writers = {name: opened(tmp_path) for name in "甲乙丙丁"}
    together = threading.Barrier(len(writers))
    kept: list[str] = []

    def write(name: str, library: Library) -> None:
        together.wait()
        try:
            library.put({name: one(f"{name}班学生须登记。")})
        except IndexFolderError:
            return
        kept.append(name)

    threads = [threading.Thread(target=write, args=item) for item in writers.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept) == 1
    assert ids(opened(tmp_path)) == [*CODE, *kept]
