"""Word lists kept by hand (`terms.txt`, `everyday.tsv`): bytes → numbered lines, comments and blanks left out.

A UTF-8 mark at the beginning and Windows line ends, as Notepad and Excel leave them, are taken as they come.
"""

from __future__ import annotations

import codecs
from pathlib import Path

from app.domain.errors import CorpusError

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE = "请用记事本打开，在“另存为”里把编码选为 UTF-8"


def read_bytes(path: Path) -> bytes:
    """What the file holds; b"" where there is none, CorpusError where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise CorpusError(f"{path} 读不出（{error.strerror}）：请检查文件权限。") from None


def lines(data: bytes, path: Path) -> list[tuple[int, str]]:
    """(number from 1, line) of every line that is neither blank nor begins with #; `path` is for the message."""
    numbered = enumerate(_decoded(data, path).split("\n"), 1)
    stripped = ((number, line.strip("\r\n ")) for number, line in numbered)
    return [(number, line) for number, line in stripped if line.strip() and not line.startswith(("#", '"#'))]


def _decoded(data: bytes, path: Path) -> str:
    if data.startswith(_UTF16):
        raise CorpusError(f"{path} 第 1 行起是 UTF-16 编码（Excel、记事本的“Unicode”）：{_SAVE}。")
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CorpusError(f"{path} 第 {line} 行不是 UTF-8 编码（多半是 GBK，又叫 ANSI）：{_SAVE}。") from None
