"""Retrieval sets: read as they are, and every defect told with its file, line and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from app.domain.errors import CorpusError
from app.measuring.sets import JudgedQuery, SetDocument, read_set, some_of
from tests.measuring.given import DOCUMENTS, QRELS, QUERIES, lines, set_folder


def test_a_set_has_its_documents_and_the_judged_queries_of_each_split(tmp_path: Path) -> None:
    found = read_set(set_folder(tmp_path / "school"))
    assert found.name == "school"
    assert (
        found.documents[0]
        == SetDocument("d0", "请假", "三天以内由辅导员批准。")
        == ("d0", "请假", "三天以内由辅导员批准。")
    )
    assert {split: [query.id for query in own] for split, own in found.queries.items()} == {
        "train": ["q0"],
        "dev": ["q1", "q2"],
    }


def test_a_query_is_unseen_where_no_train_query_has_one_of_its_documents(tmp_path: Path) -> None:
    found = read_set(set_folder(tmp_path))
    assert found.has_train
    assert [query.unseen for query in found.queries["dev"]] == [False, True]
    assert [query.unseen for query in found.queries["train"]] == [False]


def test_a_relevance_of_nought_or_less_is_not_relevant_and_grades_are_kept(tmp_path: Path) -> None:
    found = read_set(set_folder(tmp_path, qrels="q1\td0\t2\nq1\td1\t0\nq1\td2\t-1\nq2\td1\t0\n"))
    assert found.queries == {"dev": (JudgedQuery("q1", "假条找谁签", {0: 2.0}, True),)}


@pytest.mark.parametrize(
    "qrels",
    [
        "query-id\tcorpus-id\tscore\n" + QRELS,
        QRELS.replace("\td", "\t0\td"),
        QRELS.replace("\td", " 0 d").replace("\t", " "),
        "\ufeff" + QRELS.replace("\n", "\r\n") + "\r\n",
        QRELS + "q1\td0\t0\n",
    ],
    ids=["a header", "TREC with tabs", "TREC with blanks", "Windows", "a pair judged twice"],
)
def test_other_common_forms_of_judgements_say_the_same(tmp_path: Path, qrels: str) -> None:
    plain, other = (
        read_set(set_folder(tmp_path / "a" / "s")),
        read_set(set_folder(tmp_path / "s", qrels=qrels)),
    )
    assert plain == other


def test_numbers_do_as_ids_and_a_line_ends_at_a_line_feed_alone(tmp_path: Path) -> None:
    corpus = '{"id": 7, "text": "上\u2028下"}\n\n'
    found = read_set(set_folder(tmp_path, corpus, '{"id": 1, "text": "问"}', "1\t7\t1"))
    assert found.documents == (("7", "", "上\u2028下"),)
    assert found.split()[0] == "test"


@pytest.mark.parametrize(
    ("splits", "wanted", "name", "ids"),
    [
        (("train", "test", "dev"), None, "dev", ["q2"]),
        (("train", "test", "test"), None, "test", ["q1", "q2"]),
        (("train", "one", "two"), None, "not-train", ["q1", "q2"]),
        (("train", "train", "train"), None, "all", ["q0", "q1", "q2"]),
        (("train", "test", "dev"), "train", "train", ["q0"]),
        (("train", "test", "dev"), "all", "all", ["q0", "q1", "q2"]),
    ],
)
def test_the_split_measured_is_dev_else_test_else_all_but_train_else_all(
    tmp_path: Path, splits: tuple[str, ...], wanted: str | None, name: str, ids: list[str]
) -> None:
    queries = [{"id": f"q{n}", "text": "问", "split": split} for n, split in enumerate(splits)]
    qrels = "".join(f"q{n}\td{n}\t1\n" for n in range(3))
    found, chosen = read_set(set_folder(tmp_path, queries=lines(queries), qrels=qrels)).split(wanted)
    assert (found, [query.id for query in chosen]) == (name, ids)


def test_an_unknown_split_is_told_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="没有题目分组“validation”；现有：train、dev、all"):
        read_set(set_folder(tmp_path)).split("validation")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"corpus": lines(DOCUMENTS) + '{"id": "d3", "te'}, "corpus.jsonl 第 4 行：不是完整的 JSON 对象。请"),
        ({"corpus": '["d0", "", ""]'}, "corpus.jsonl 第 1 行：不是完整的 JSON 对象。请"),
        ({"corpus": '{"title": "", "text": ""}'}, "corpus.jsonl 第 1 行：缺少“id”。请补上"),
        ({"corpus": '\n{"id": "d0", "title": ""}'}, "corpus.jsonl 第 2 行：缺少“text”。请补上"),
        ({"corpus": '{"id": "d0", "text": ["a"]}'}, "corpus.jsonl 第 1 行：“text”不是文字。请"),
        ({"corpus": lines([*DOCUMENTS, DOCUMENTS[1]])}, "corpus.jsonl 第 4 行：id“d1”在第 2 行已用过。请"),
        ({"queries": lines([QUERIES[0], QUERIES[0]])}, "queries.jsonl 第 2 行：id“q0”在第 1 行已用过。请"),
        ({"queries": '{"id": "q0"}'}, "queries.jsonl 第 1 行：缺少“text”。请补上"),
        (
            {"qrels": QRELS + "q1\td0\n"},
            "qrels.tsv 第 5 行：有 2 列，应为 3 列（题目、文档、相关度）或 TREC 的 4 列。请",
        ),
        ({"qrels": QRELS + "q1\td9\t1\n"}, "qrels.tsv 第 5 行：corpus.jsonl 里没有文档“d9”。请补上"),
        ({"qrels": QRELS + "q9\td0\t1\n"}, "qrels.tsv 第 5 行：queries.jsonl 里没有题目“q9”。请补上"),
        ({"qrels": QRELS + "q1\td0\tyes\n"}, "qrels.tsv 第 5 行：相关度“yes”不是数字。请"),
        ({"qrels": "q0\td0\tyes\n"}, "qrels.tsv 第 1 行：相关度“yes”不是数字。请"),
        ({"qrels": QRELS + "q1\td0\tnan\n"}, "qrels.tsv 第 5 行：相关度“nan”不是数字。请"),
        ({"qrels": "q1\td0\t0\n"}, "qrels.tsv 里没有一道题有相关文档：请补上"),
        ({"qrels": ""}, "qrels.tsv 里没有一道题有相关文档：请补上"),
    ],
)
def test_a_defect_is_told_with_its_file_line_and_remedy(
    tmp_path: Path, files: Mapping[str, str], message: str
) -> None:
    with pytest.raises(CorpusError) as told:
        read_set(set_folder(tmp_path, **files))
    assert message in str(told.value)


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    (set_folder(tmp_path) / name).unlink()
    with pytest.raises(CorpusError, match=f"缺少文件 .*{name}：请放入该文件"):
        read_set(tmp_path)


def test_what_is_no_folder_or_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="不是文件夹：请给出含"):
        read_set(tmp_path / "nothing")
    (set_folder(tmp_path) / "qrels.tsv").unlink()
    (tmp_path / "qrels.tsv").mkdir()
    with pytest.raises(CorpusError, match=r"无法读取 .*qrels\.tsv"):
        read_set(tmp_path)


def test_a_line_in_another_encoding_is_told(tmp_path: Path) -> None:
    (set_folder(tmp_path) / "queries.jsonl").write_bytes(lines(QUERIES[:1]).encode() + "问".encode("gb18030"))
    with pytest.raises(CorpusError, match=r"queries\.jsonl 第 2 行：不是 UTF-8 编码。请另存为 UTF-8"):
        read_set(tmp_path)


def test_some_of_the_queries_are_the_same_some_each_time_and_keep_their_order() -> None:
    queries = [JudgedQuery(str(n), "问", {0: 1.0}, False) for n in range(100)]
    few = some_of(queries, 10)
    assert few == some_of(queries, 10)
    assert [query.id for query in few] == sorted({query.id for query in few}, key=int)
    assert len(few) == 10
    assert some_of(queries, None) == some_of(queries, 100) == tuple(queries)
