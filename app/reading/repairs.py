"""Repairs of damaged tables, as data: `corpus/repairs/<document>.yaml`, each with its reason in Chinese.

tables:
  表2:                                     # the table's id without the document
    - do: columns                          # which column each printed cell belongs to
      lines: [414]
      columns: [序号, ~, ~, ~, 小计, …]     # ~ for a blank cell; a cell with words must be given a column
      reason: 合计行整体左移一格…
    - do: move                             # a label printed on the wrong row
      column: 诊断要素
      from: [263]
      to: 264
      reason: …
    - do: value                            # what a cell says, where its own row does not print it
      column: 诊断点
      lines: [242]
      text: 质量保证规划
      printed: [303]                       # the lines that do print it; without them it is inferred
      reason: …
    - do: join                             # rows that are one row
      lines: [256, 258]
      reason: …
    - do: split                            # a cell that holds several rows
      column: 教师发展标准
      line: 213
      pieces: [5. 学习实践, …]
      reason: …
    - do: lists                            # columns are lists side by side, rows mean nothing (series.py)
      header: [类别, 系列标准, 标准, 说明]
      reason: …
    - do: note                             # nothing is changed, the reader is told
      lines: [253]
      reason: …
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from app.domain.errors import CorpusError
from app.reading.yaml_files import Entry, read_entries


class _Repair(Entry):
    model_config = ConfigDict(strict=False)  # YAML knows lists only; here they become tuples

    reason: str


class Columns(_Repair):
    """The column of each printed cell of `lines`, left to right."""

    do: Literal["columns"]
    lines: tuple[int, ...]
    columns: tuple[str | None, ...]


class Move(_Repair):
    """A label that stands on the wrong row; from several lines where it is printed twice."""

    do: Literal["move"]
    column: str
    from_: tuple[int, ...] = Field(alias="from")
    to: int


class Value(_Repair):
    """What the cells of `column` on `lines` say; inferred where no line prints it."""

    do: Literal["value"]
    column: str
    lines: tuple[int, ...]
    text: str
    printed: tuple[int, ...] = ()


class Join(_Repair):
    """Rows that are one row."""

    do: Literal["join"]
    lines: tuple[int, ...]


class Split(_Repair):
    """A cell that holds what belongs into several rows."""

    do: Literal["split"]
    column: str
    line: int
    pieces: tuple[str, ...]


class Lists(_Repair):
    """A table whose columns are lists side by side."""

    do: Literal["lists"]
    header: tuple[str, str, str, str]


class Remark(_Repair):
    """A damage that is left as it is."""

    do: Literal["note"]
    lines: tuple[int, ...]


Repair = Annotated[Columns | Move | Value | Join | Split | Lists | Remark, Field(discriminator="do")]


class _RepairFile(Entry):
    model_config = ConfigDict(strict=False)

    tables: dict[str, tuple[Repair, ...]] = Field(default_factory=dict)


class Repairs:
    """The repairs of one document's tables, by table name; `file` is named when one does not fit."""

    def __init__(self, tables: Mapping[str, tuple[Repair, ...]], file: str = "") -> None:
        self.tables: Mapping[str, tuple[Repair, ...]] = MappingProxyType(dict(tables))
        self.file = file

    def of(self, table: str) -> tuple[Repair, ...]:
        """The repairs of `table`, in the order in which they are made."""
        return self.tables.get(table, ())

    def check(self, tables: Collection[str]) -> None:
        """CorpusError where a repair is meant for a table that is not among `tables`."""
        for name in self.tables:
            if name not in tables:
                known = "、".join(tables) or "一张也没有"
                raise CorpusError(f"修复记录 {self.file}：原文没有表“{name}”（有：{known}）。请改正表名。")


NO_REPAIRS = Repairs({})


def read_repairs(path: Path) -> Repairs:
    """The repairs in the file at `path`; none where there is no such file."""
    if not path.exists():
        return NO_REPAIRS
    return Repairs(read_entries(path, _RepairFile).tables, str(path))


def lines_text(lines: tuple[int, ...]) -> str:
    """第 263、264 行."""
    return f"第 {'、'.join(str(line) for line in lines)} 行"
