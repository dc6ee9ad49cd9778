"""A Word file → its paragraphs and tables, parsed by a child process that may do no more than it is allowed."""

from __future__ import annotations

import json
import os
import re
import stat
import struct
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from pydantic import TypeAdapter, ValidationError

from app.domain.errors import ReportError
from app.reading.report_blocks import Aside, Block

CHILD = Path(__file__).with_name("docx_child.py")
FAULTS = {  # what the child answers where it cannot read the file
    "unzipped": "解压后的内容大得不合理（可能是压缩炸弹），没有读入；请在 Word 里打开，删去大图片后另存为新的 .docx",
    "doctype": "内部的 XML 带有文档类型声明（DTD），正常的 Word 文件不会有；请在 Word 里打开并另存为新的 .docx",
    "strict": "是“Strict Open XML 文档”；请在 Word 里另存为普通的“Word 文档（.docx）”",
    "kind": "虽是 Office 文件，却不是 .docx 文档（可能是模板或带宏的文档）；请在 Word 里另存为“Word 文档（.docx）”",
    "damaged": "已损坏，里面的内容读不出来；请在 Word 里打开（可用“打开并修复”）后另存为新的 .docx",
    "locked": "里面的内容加了密或用了少见的压缩方法；请在 Word 里去掉密码后另存为新的 .docx",
    "memory": "内容太多，读它要用的内存超出限度；请拆成几个文件，或删去大图片后再试",
    "paragraphs": "的段落和单元格太多，不像一份自我诊改报告；请只留下报告本身再试",
    "characters": "的字数太多，不像一份自我诊改报告；请只留下报告本身再试",
    "library": "暂时读不了：这台机器没有装好 python-docx；请管理员按安装说明重装依赖",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_END = b"PK\x05\x06"
_MAIN = re.compile(r"word/document\d*\.xml")
_ENTRY = 512  # bytes of a zip's list a member may take


@dataclass(frozen=True)
class DocxLimits:
    """What a Word file may be at most: bytes, seconds, numbers."""

    file: int = 30_000_000
    unzipped: int = 120_000_000  # of all members together
    main: int = 60_000_000  # of word/document.xml
    members: int = 5_000
    seconds: int = 20
    memory: int = 1 << 30  # address space of the child
    paragraphs: int = 200_000  # table cells counted with them
    characters: int = 2_000_000
    output: int = 64_000_000  # of the child


LARGEST = DocxLimits().file


@dataclass(frozen=True)
class DocxContent:
    """Paragraphs and tables in the order of the document, and the text beside them."""

    blocks: tuple[Block, ...]
    asides: tuple[Aside, ...] = ()


@dataclass(frozen=True)
class _Answer:
    content: DocxContent | None = None
    fault: str = ""


_ANSWER = TypeAdapter(_Answer)


def read_docx(path: Path, limits: DocxLimits = DocxLimits()) -> DocxContent:
    """What stands in the file; ReportError says in one sentence what is wrong with it and what to do."""
    with opened(path, limits.file) as file:
        _check(path, file, limits)
        file.seek(0)
        answer = _answer(path, file, limits)
    if answer.content is None:
        raise ReportError(_said(path, FAULTS.get(answer.fault, FAULTS["damaged"])))
    return answer.content


def opened(path: Path, largest: int) -> IO[bytes]:
    """The file, open; ReportError where it is not there, no file, empty or larger than `largest` bytes."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise ReportError(_said(path, "是一个文件夹；请选择其中的报告文件"))
        if not stat.S_ISREG(found.st_mode):
            raise ReportError(_said(path, "不是普通文件；请选择 .docx、.txt 或 .md 文件"))
        if not found.st_size:
            raise ReportError(_said(path, "是空的（0 字节）；请确认文件已保存，重新选择"))
        if found.st_size > largest:
            size, most = found.st_size / 1e6, largest / 1e6
            raise ReportError(
                _said(path, f"有 {size:.1f} MB，超过 {most:g} MB 的限度；请删去图片、附件后再试")
            )
        return path.open("rb")
    except (FileNotFoundError, NotADirectoryError):
        raise ReportError(_said(path, "不存在；请检查文件名和位置")) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ReportError(_said(path, f"打不开（{reason}）；请检查读取权限，或先关闭占用它的程序")) from None


def check_ole(path: Path, file: IO[bytes]) -> None:
    """ReportError where the file is of the kind Word wrote before .docx, or a .docx under a password."""
    file.seek(0)
    if file.read(len(_OLE)) != _OLE:
        return
    if _ENCRYPTED in file.read():
        raise ReportError(_said(path, "有打开密码（已加密）；请在 Word 里去掉密码，另存后再试"))
    raise ReportError(_said(path, "是旧版 .doc 格式（97-2003）；请在 Word 或 WPS 里另存为 .docx 再试"))


def is_zip(file: IO[bytes]) -> bool:
    """Whether the file begins as a zip does."""
    file.seek(0)
    return file.read(len(_ZIP)) == _ZIP


def _check(path: Path, file: IO[bytes], limits: DocxLimits) -> None:
    """ReportError where the file is no DOCX or declares more than is allowed; nothing is unpacked."""
    check_ole(path, file)
    if not is_zip(file):
        raise ReportError(_said(path, "不是 Word 的 .docx 文件；请在 Word 或 WPS 里打开并另存为 .docx"))
    if _listed(file) > limits.members * _ENTRY:
        raise ReportError(_many(path, limits))
    try:
        members = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OverflowError):
        raise ReportError(
            _said(path, "已损坏或没有传完整（压缩包的目录读不出来）；请重新取得原文件再试")
        ) from None
    if len(members) > limits.members:
        raise ReportError(_many(path, limits))
    main = [member.file_size for member in members if _MAIN.fullmatch(member.filename)]
    if not main:
        raise ReportError(
            _said(path, "是一个压缩包，但不是 Word 文档（里面没有 word/document.xml）；请选择 .docx 报告")
        )
    if sum(member.file_size for member in members) > limits.unzipped or max(main) > limits.main:
        raise ReportError(_said(path, FAULTS["unzipped"]))


def _listed(file: IO[bytes]) -> int:
    """How many bytes the zip's list of members takes, 0 where it does not say.

    Read before zipfile does: a list of hundreds of thousands takes it seconds.
    """
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - (1 << 16) - 22))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 16:
        return 0
    size: int = struct.unpack_from("<L", tail, at + 12)[0]
    return size if size != 0xFFFFFFFF else end  # larger than the field holds: no file this small needs that


def _many(path: Path, limits: DocxLimits) -> str:
    return _said(path, f"里面的部件超过 {limits.members} 个，不像 Word 报告；请在 Word 里另存为新的 .docx")


def _answer(path: Path, file: IO[bytes], limits: DocxLimits) -> _Answer:
    """What the child answers to the file; ReportError where it dies, takes too long or talks nonsense."""
    command = [sys.executable, "-P", str(CHILD), json.dumps(asdict(limits))]
    with tempfile.TemporaryFile() as output:
        try:
            done = subprocess.run(
                command,
                stdin=file,
                stdout=output,
                stderr=subprocess.DEVNULL,
                timeout=limits.seconds,
                env=_environment(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ReportError(
                _said(path, f"读了 {limits.seconds} 秒还没读完，已停止；请在 Word 里另存为新的 .docx 再试")
            ) from None
        except OSError as error:
            raise ReportError(
                _said(path, f"读不了：解析程序启动失败（{error.strerror}）；请稍后再试")
            ) from None
        size = output.seek(0, os.SEEK_END)
        if done.returncode or size > limits.output:
            raise ReportError(
                _said(path, "让解析程序意外停止了，文件可能已损坏；请在 Word 里另存为新的 .docx 再试")
            )
        output.seek(0)
        return _parsed(path, output.read())


def _parsed(path: Path, output: bytes) -> _Answer:
    try:
        return _ANSWER.validate_json(output)
    except (ValidationError, RecursionError):
        raise ReportError(
            _said(path, "没有读成：解析程序的回答不完整；请在 Word 里另存为新的 .docx 再试")
        ) from None


def _environment() -> dict[str, str]:
    """What the child sees of the environment: where Python finds its modules, no passwords of the server's."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}


def _said(path: Path, what: str) -> str:
    return f"“{path.name}”{what}。"
