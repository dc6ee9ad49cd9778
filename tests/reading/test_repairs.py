"""Repairs as data: what each kind does, and what is said where one does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.documents import Document, SourceText
from app.domain.errors import CorpusError
from app.reading import NO_REPAIRS, read_document, read_repairs

PRINTED = "表1 试\n\n项\t点\t文\n甲\t子\t前\n丑\t后\t\n乙\t寅 卯\t末\n"


def read(folder: Path, yaml: str, printed: str = PRINTED) -> Document:
    file = folder / "试.yaml"
    file.write_text(yaml, encoding="utf-8")
    source = SourceText(id="试", title="试", issuer="试", kind="试", text=printed, sha256="")
    return read_document(source, read_repairs(file))


def repair(body: str) -> str:
    return f"tables:\n  表1:\n    - {{{body}, reason: 因为}}\n"


def rows(document: Document) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row.cells) for row in document.tables[0].rows]


def test_a_shifted_row_is_put_into_its_columns(tmp_path: Path) -> None:
    document = read(tmp_path, repair("do: columns, lines: [5], columns: [点, 文, ~]"))
    assert rows(document)[1] == ("甲", "丑", "后")
    assert document.tables[0].repairs == ("第 5 行：因为",)


def test_a_label_is_moved_to_its_row(tmp_path: Path) -> None:
    document = read(tmp_path, repair("do: move, column: 项, from: [6], to: 5"), SHIFTED)
    assert rows(document) == [("甲", "子", "前"), ("乙", "丑", "后"), ("乙", "寅", "末")]
    assert document.tables[0].rows[1].cells[0].inferred == ""


SHIFTED = "表1 试\n\n项\t点\t文\n甲\t子\t前\n\t丑\t后\n乙\t寅\t末\n"


def test_a_lost_word_is_inferred_and_a_word_printed_elsewhere_is_not(tmp_path: Path) -> None:
    printed = SHIFTED.replace("子", "") + "\n表2 又\n\n项\t点\n子 项\t一\n"
    lost = read(tmp_path, repair("do: value, column: 点, lines: [4], text: 子项"), printed)
    cell = lost.tables[0].rows[0].cells[1]
    assert (cell.text, cell.spans, cell.inferred) == ("子项", (), "因为")
    found = read(tmp_path, repair("do: value, column: 点, lines: [4], text: 子项, printed: [11]"), printed)
    cell = found.tables[0].rows[0].cells[1]
    assert (cell.text, cell.raw) == ("子项", "子 项")


def test_rows_are_joined_and_cells_split(tmp_path: Path) -> None:
    assert rows(read(tmp_path, repair("do: join, lines: [4, 6]")))[0] == ("甲乙", "子寅卯", "前末")
    document = read(tmp_path, repair("do: split, column: 点, line: 6, pieces: [寅, 卯]"))
    assert [row[1] for row in rows(document)] == ["子", "后", "寅", "卯"]


def test_a_remark_changes_nothing_but_is_told(tmp_path: Path) -> None:
    document = read(tmp_path, repair("do: note, lines: [5]"))
    assert rows(document) == rows(read_again(document))
    assert document.tables[0].repairs == ("第 5 行：因为",)


def read_again(document: Document) -> Document:
    return read_document(document.source, NO_REPAIRS)


def test_no_file_means_no_repairs(tmp_path: Path) -> None:
    assert read_repairs(tmp_path / "无.yaml") is NO_REPAIRS


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("do: columns, lines: [5], columns: [点]", "第 2 格有字"),
        ("do: columns, lines: [5], columns: [点, 时间]", "没有“时间”一列"),
        ("do: columns, lines: [5], columns: [点, 点]", "有两格都归“点”一列"),
        ("do: columns, lines: [9], columns: [点, 文]", "第 9 行不是表 表1 的一行"),
        ("do: move, column: 文, from: [5], to: 6", "是空的"),
        ("do: move, column: 项, from: [4], to: 6", "已有字"),
        ("do: move, column: 项, from: [4, 6], to: 5", "不是同一标签"),
        ("do: value, column: 点, lines: [4], text: 别的", "印的是别的字"),
        ("do: value, column: 点, lines: [4], text: 子, printed: [6]", "第 6 行没有印“子”"),
        ("do: value, column: 点, lines: [4], text: 子, printed: [99]", "原文没有这一行"),
        ("do: split, column: 点, line: 6, pieces: [卯]", "没有接着印"),
        ("do: split, column: 点, line: 6, pieces: [寅]", "还有字没有分到"),
        ("do: split, column: 文, line: 5, pieces: [寅]", "不能再分"),
    ],
)
def test_a_repair_that_does_not_fit_is_refused(tmp_path: Path, body: str, words: str) -> None:
    with pytest.raises(CorpusError) as error:
        read(tmp_path, repair(body))
    message = str(error.value)
    assert words in message
    assert "试.yaml" in message
    assert "请" in message


def test_a_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="没有表“表9”"):
        read(tmp_path, repair("do: note, lines: [5]").replace("表1", "表9"))


@pytest.mark.parametrize(
    ("yaml", "line"),
    [
        ("tables:\n  表1:\n    - do: fly\n      reason: 因为\n", 3),
        ("tables:\n  表1:\n    - do: join\n      reason: 因为\n", 3),
        ("tables:\n  表1:\n    - do: note\n      lines: [5]\n      reason: 因为\n      who: 我\n", 6),
        ("tables: [\n", 2),
    ],
)
def test_a_malformed_file_is_refused_with_its_line(tmp_path: Path, yaml: str, line: int) -> None:
    with pytest.raises(CorpusError) as error:
        read(tmp_path, yaml)
    assert f"第 {line} 行" in str(error.value)
