"""Reading a report in a test, and what is looked at."""

from __future__ import annotations

from pathlib import Path

from app.domain.drafts import OPINION, PartKey
from app.domain.receipts import ReadReport
from app.reading.reports import read_report
from tests.reading.given import real_schemes

G, A, P, C, M, E = "目标达成程度", "主要成绩", "存在问题", "原因分析", "改进措施", "改进成效"
NAMES = dict(zip((*OPINION, PartKey.MEASURES, PartKey.EFFECTS), (G, A, P, C, M, E), strict=True))
HEADER = ["诊断项目", "诊断要素", "自我诊断意见", "改进措施", "改进成效"]
HEAD = "\t".join(HEADER)
PIPES = f"|{'|'.join(HEADER)}|\n|---|---|---|---|---|"
Cells = dict[str, dict[str, str]]


def read(tmp_path: Path, text: str, name: str = "报告.txt", scheme: str | None = "chongqing") -> ReadReport:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_report(path, real_schemes(), scheme)


def cells(found: ReadReport) -> Cells:
    """The texts by element and name of the part."""
    return {
        cell.element: {NAMES.get(part.key, part.key): part.text for part in cell.parts}
        for cell in found.report.cells
    }


def lost(found: ReadReport) -> list[str]:
    return [one.text for one in found.receipt.lost]


def counts_agree(found: ReadReport) -> bool:
    return found.receipt.seen == found.receipt.stored + len(found.receipt.lost)


FULL = f"{G}：甲。<br>{A}：乙。<br>{P}：丙。<br>{C}：丁。"
PARTS = {G: "甲。", A: "乙。", P: "丙。", C: "丁。"}
