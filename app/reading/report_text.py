"""A report in plain text or Markdown → paragraphs and tables, as a Word file gives them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.domain.errors import ReportError
from app.reading.docx_file import check_ole, opened
from app.reading.report_blocks import Block, Paragraph, TableBlock, TableCell, TableRow, check_size, cleaned

LARGEST = 8_000_000  # bytes
LONGEST = 2_000_000  # characters
_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BLANK = re.compile(r"&nbsp;")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


def read_text(path: Path) -> tuple[tuple[Block, ...], int]:
    """The blocks of a text file, and how many control characters were taken out.

    Tab-separated lines and Markdown's pipe tables are tables; every other line is a paragraph.
    """
    text, removed = cleaned(_decoded(path))
    if len(text) > LONGEST:
        raise ReportError(f"“{path.name}”有 {len(text)} 字，超过 {LONGEST} 字的限度；请只留下报告本身再试。")
    check_size(text.count("|"), path.name)  # before it is cut into a million cells
    is_markdown = path.suffix.lower() != ".txt"
    return tuple(_blocks(text.split("\n"), is_markdown)), removed


def _decoded(path: Path) -> str:
    with opened(path, LARGEST) as file:
        check_ole(path, file)
        file.seek(0)
        data = file.read()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _as(data, "utf-16", path)
    if b"\x00\x00\x00" in data:
        raise ReportError(f"“{path.name}”不是文本文件；请选择 .docx 报告，或另存为 UTF-8 的 .txt。")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    return _as(data, "gb18030", path, line)


def _as(data: bytes, encoding: str, path: Path, line: int = 0) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = line or data[: error.start].decode(encoding, "ignore").count("\n") + 1
        raise ReportError(
            f"“{path.name}”第 {line} 行有无法识别的字节，既不是 UTF-8 也不是 GB18030；请用记事本另存为 UTF-8 再试。"
        ) from None


def _blocks(lines: list[str], is_markdown: bool) -> Iterator[Block]:
    rows: list[TableRow] = []
    for number, line in enumerate(lines, 1):
        if rows and _RULE.fullmatch(line) and "|" in line:
            continue
        row = _row(line, number)
        if row is not None:
            rows.append(row)
            continue
        if rows and not line.strip():
            following = next((one for one in lines[number:] if one.strip()), "")
            if _row(following, 0) is not None:
                continue  # a blank line inside a table, as page ends leave them
        if rows:
            yield TableBlock(tuple(rows))
            rows = []
        yield Paragraph(_unescaped(line) if is_markdown else line, line=number)
    if rows:
        yield TableBlock(tuple(rows))


def _row(line: str, number: int) -> TableRow | None:
    """A table's row; None for a line that is none."""
    stripped = line.strip()
    if stripped.startswith("|") and len(_PIPE.findall(stripped)) > 1:
        texts = _PIPE.split(stripped)[1:]
        if texts and not texts[-1].strip():
            texts.pop()
        return _cells([_unescaped(text.strip()) for text in texts], number)
    if "\t" in line and len(line.split("\t")) >= 3:
        return _cells(line.split("\t"), number)
    return None


def _cells(texts: list[str], number: int) -> TableRow:
    cells = (
        TableCell(tuple(Paragraph(one, line=number) for one in _BREAK.split(text)), column)
        for column, text in enumerate(texts)
    )
    return TableRow(tuple(cells), number)


def _unescaped(text: str) -> str:
    """What Markdown shows for a line: without the backslashes before marks or at the end."""
    text = _BLANK.sub(" ", text.removesuffix("\\"))
    return _ESCAPED.sub(r"\1", text)


def headed(paragraph: Paragraph) -> tuple[int, str]:
    """Level and text of a heading, by Markdown's marks or by style; (0, the text) of any other paragraph."""
    if match := re.match(r"\s{0,3}(#{1,6})\s+", paragraph.text):
        return len(match[1]), paragraph.text[match.end() :].strip().rstrip("#").rstrip()
    style = re.fullmatch(r"(?:heading|标题)\s*(\d)", paragraph.style, re.IGNORECASE)
    return (int(style[1]) if style else 0), paragraph.text


def without_emphasis(paragraph: Paragraph) -> Paragraph:
    """The paragraph without the marks of bold print around its beginning."""
    return replace(paragraph, text=re.sub(r"^(\s*)\*\*(.+?)\*\*", r"\1\2", paragraph.text))
