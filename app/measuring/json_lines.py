"""Files of one JSON object a line, read with the place of everything that is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import CorpusError


@dataclass(frozen=True)
class JsonLine:
    """An object and where it stands; `number` is 1-based."""

    file: Path
    number: int
    entry: Mapping[str, object]

    def text(self, key: str, default: str | None = None) -> str:
        """The text (or number, as text) under `key`; `default` where the key is missing or null.

        CorpusError where there is no default, or where something other than text stands there.
        """
        value = self.entry.get(key)
        if value is None and default is not None:
            return default
        if value is None:
            raise self.wrong(f"缺少“{key}”", "请补上这一键")
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise self.wrong(f"“{key}”不是文字", "请改成加引号的文字")
        return str(value)

    def wrong(self, what: str, remedy: str) -> CorpusError:
        """The error that says what is wrong with this line."""
        return wrong_line(self.file, self.number, what, remedy)


def wrong_line(file: Path, number: int, what: str, remedy: str) -> CorpusError:
    """The error for line `number` of `file`."""
    return CorpusError(f"{file} 第 {number} 行：{what}。{remedy}后再运行。")


def text_lines(file: Path) -> Iterator[tuple[int, str]]:
    """Each line that is not blank, with its 1-based number; lines end at a line feed alone.

    CorpusError where the file is missing or unreadable, and for a line that is not UTF-8.
    """
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise CorpusError(f"缺少文件 {file}：请放入该文件，或改正路径后再运行。") from None
    except OSError as error:
        raise CorpusError(f"无法读取 {file}（{error.strerror}）：请检查路径与权限后再运行。") from None
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        try:
            text = line.decode("utf-8").rstrip("\r")
        except UnicodeDecodeError:
            raise wrong_line(file, number, "不是 UTF-8 编码", "请另存为 UTF-8") from None
        if text.strip():
            yield number, text


def json_lines(file: Path) -> Iterator[JsonLine]:
    """Each object of `file`; CorpusError for a line that is none."""
    for number, line in text_lines(file):
        try:
            entry = json.loads(line)
        except ValueError:
            entry = None
        if not isinstance(entry, dict):
            raise wrong_line(file, number, "不是完整的 JSON 对象", "请改正或删去这一行")
        yield JsonLine(file, number, entry)
