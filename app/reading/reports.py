"""A filled self-diagnosis report (自我诊改报告) in a file → the report, and a receipt of what was understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app.domain.drafts import OVERVIEW, Cell, Part, PartKey, Report, ReportKind, Sentence
from app.domain.errors import ReportError, UnknownNameError
from app.domain.receipts import Doubt, ReadReport, Receipt
from app.domain.schemes import Scheme
from app.reading.docx_file import LARGEST, check_ole, is_zip, opened, read_docx
from app.reading.report_blocks import (
    OURS,
    PART_STYLE,
    Aside,
    Block,
    Paragraph,
    TableBlock,
    check_size,
    cleaned_block,
)
from app.reading.report_filling import Filler, shortened
from app.reading.report_frame import ENDS, Frame, FrameReader
from app.reading.report_headed import HeadedReader
from app.reading.report_labels import check_scheme, chosen
from app.reading.report_parts import Opinions, trimmed
from app.reading.report_rows import Rows, TableReader
from app.reading.report_text import read_text
from app.reading.report_upright import UprightReader

_TEXT = (".txt", ".md", ".markdown")
_NOTES = ("脚注", "尾注")


def read_report(path: Path, schemes: Mapping[str, Scheme], scheme: str | None = None) -> ReadReport:
    """The report in a .docx, .txt or .md file. `scheme`: the id of the one it must be of; None: the likeliest.

    ReportError where the file cannot be read, holds no report, or one of another scheme. Every text of the file is in
    the report or in the receipt's `lost`.
    """
    if scheme is not None and scheme not in schemes:
        raise UnknownNameError(f"没有方案“{scheme}”；已有的方案：{'、'.join(schemes)}。")
    blocks, asides, removed = _blocks(path)
    check_size(sum(map(_size, blocks)), path.name)
    rows = _rows(blocks, schemes)
    labels = [entry.label.text for entry in rows.entries if entry.label is not None]
    of, how = chosen(labels, schemes, _front(blocks, rows), path.name)
    if scheme is not None:
        of, how = schemes[scheme], f"按指定的{schemes[scheme].short}读入。"
        check_scheme(labels, of, schemes.values(), path.name)
    frames = FrameReader(of)
    frame = frames.read(blocks, rows.tables, rows.others, path.stem)
    styles = _styles(blocks)
    is_ours = any(style.startswith(OURS) for style in styles)
    filler = Filler(of, Opinions(of, PART_STYLE in styles), frames.is_printed, is_ours)
    filler.account.doubtful.extend(replace(one, text=shortened(one.text)) for one in rows.doubts)
    filler.fill(rows.entries)
    cells = (*_overview(frame), *filler.cells())
    notes = [how, *rows.notes, *frame.notes, *filler.account.notes]
    if removed:
        notes.append(f"去掉了 {removed} 个控制字符（Word 和数据库都存不了）。")
    form = of.id if of.writing is not None and of.writing.form is not None else ""
    report = Report(
        of.id,
        form,
        frame.school,
        frame.cycle,
        kind=ReportKind.EARLIER,
        cells=cells,
        title=path.name,
    )
    return ReadReport(report, _receipt(filler, frame, asides, notes))


def _receipt(filler: Filler, frame: Frame, asides: Sequence[Aside], notes: Sequence[str]) -> Receipt:
    account = filler.account
    lost = [*frame.lost, *account.lost]
    lost += [Doubt(one.place, one.text, f"{one.place}没有读入") for one in asides if one.place in _NOTES]
    stored = account.stored + sum(bool(paragraph.text.strip()) for paragraph in frame.overview)
    return Receipt(
        seen=stored + len(lost),
        stored=stored,
        doubtful=tuple(account.doubtful),
        lost=tuple(lost),
        missing=filler.missing(),
        notes=tuple(notes),
    )


def _blocks(path: Path) -> tuple[tuple[Block, ...], tuple[Aside, ...], int]:
    """What stands in the file, by its content first and by its ending where that leaves it open."""
    with opened(path, LARGEST) as file:
        check_ole(path, file)
        zipped = is_zip(file)
    if zipped or path.suffix.lower() == ".docx":
        content = read_docx(path)
        pairs = [cleaned_block(block) for block in content.blocks]
        return tuple(block for block, _ in pairs), content.asides, sum(removed for _, removed in pairs)
    if path.suffix.lower() not in _TEXT:
        raise ReportError(
            f"“{path.name}”的格式不能读；请选择 .docx、.txt 或 .md 文件，PDF 等请先另存为 .docx。"
        )
    text, removed = read_text(path)
    return text, (), removed


def _size(block: Block) -> int:
    return 1 if isinstance(block, Paragraph) else sum(len(row.cells) for row in block.rows)


def _rows(blocks: Sequence[Block], schemes: Mapping[str, Scheme]) -> Rows:
    """The rows of the report's tables, or of its headings where there is no table; ReportError where neither is."""
    rows = TableReader(schemes.values(), UprightReader(schemes.values()).read).read(blocks)
    if not rows.are_upright and any(entry.label is not None for entry in rows.entries):
        return rows
    return HeadedReader(schemes.values(), ENDS).read(blocks)


def _front(blocks: Sequence[Block], rows: Rows) -> str:
    """The text above the report's rows."""
    above = blocks[: min(rows.tables, default=0)]
    return "\n".join(block.text for block in above if isinstance(block, Paragraph))


def _styles(blocks: Sequence[Block]) -> frozenset[str]:
    """The styles in the tables: our own export has its own, one of which marks where a part of an opinion begins."""
    return frozenset(
        paragraph.style
        for block in blocks
        if isinstance(block, TableBlock)
        for row in block.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
    )


def _overview(frame: Frame) -> tuple[Cell, ...]:
    text = trimmed("\n".join(paragraph.text for paragraph in frame.overview))
    return (Cell(OVERVIEW, (Part(PartKey.OVERVIEW, (Sentence(text),)),)),) if text.strip() else ()
