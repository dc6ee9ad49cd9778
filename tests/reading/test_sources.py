"""Sources and their records: what is read, and what is said where one cannot be used."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from app.domain.documents import Document
from app.domain.errors import CorpusError
from app.reading import read_documents, read_sources

RECORD = """sources:
  - id: 试
    file: 试.txt
    title: 试行办法
    issuer: 示范职业学院
    kind: 学校办法
"""
TEXT = "一、目的\r\n为规范教学检查，制定本办法。"


def folder(path: Path, record: str = RECORD, data: bytes | None = TEXT.encode()) -> Path:
    (path / "sources.yaml").write_text(record, encoding="utf-8")
    if data is not None:
        (path / "试.txt").write_bytes(data)
    return path


def test_a_file_a_user_adds_needs_only_a_record(tmp_path: Path) -> None:
    source = read_sources(folder(tmp_path))["试"]
    assert source.text == TEXT
    assert source.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (source.title, source.issuer, source.kind, source.number) == (
        "试行办法",
        "示范职业学院",
        "学校办法",
        None,
    )


def test_a_whole_corpus_of_one_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    folder(tmp_path / "sources")
    assert [c.address for c in read_documents(tmp_path)["试"].clauses] == ["一"]


def test_the_two_sources_are_as_recorded(documents: dict[str, Document]) -> None:
    foshan, chongqing = documents["foshan"].source, documents["chongqing"].source
    assert foshan.title == "佛山职业技术学院内部质量保障体系诊断与改进实施方案"
    assert chongqing.title.endswith("（试行）")
    assert foshan.number is chongqing.number is None
    assert "文号" in foshan.note
    assert "打码" in chongqing.note


@pytest.mark.parametrize(
    ("record", "data", "words"),
    [
        (RECORD, None, "找不到原文"),
        (RECORD, b"", "第 1 行：文件是空的"),
        (RECORD, " \r\n\u3000\n".encode(), "文件是空的"),
        (RECORD, "\ufeff\u200b\n\x00\x0c".encode(), "文件是空的"),
        (RECORD, "好\n好\n坏".encode("gbk"), "第 1 行不是 UTF-8"),
        (RECORD, "好\n".encode() + b"\xff", "第 2 行不是 UTF-8"),
        (RECORD + f"    sha256: '{'0' * 64}'\n", TEXT.encode(), "校验和不符"),
        (RECORD + "    titel: 错\n", TEXT.encode(), "第 7 行"),
        (RECORD.replace("    kind: 学校办法\n", ""), TEXT.encode(), "“sources.0.kind”"),
        (RECORD.replace("sources:\n", "sources: {\n"), TEXT.encode(), "YAML"),
        ("", TEXT.encode(), "sources.yaml"),
        ("sources: []\n", TEXT.encode(), "一份原文也没有登记"),
        (RECORD + RECORD.removeprefix("sources:\n"), TEXT.encode(), "登记了两次"),
        (RECORD.replace("试.txt", "../试.txt"), TEXT.encode(), "只能写文件名"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(
    tmp_path: Path, record: str, data: bytes | None, words: str
) -> None:
    with pytest.raises(CorpusError) as error:
        read_sources(folder(tmp_path, record, data))
    assert words in str(error.value)
    assert str(tmp_path) in str(error.value)
    assert str(error.value).endswith("。")


def test_a_missing_record_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"sources\.yaml"):
        read_sources(tmp_path)
