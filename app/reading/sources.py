"""Source texts with their records: `corpus/sources/sources.yaml` and the files it names."""

from __future__ import annotations

import hashlib
from pathlib import Path

from app.domain.documents import SourceText
from app.domain.errors import CorpusError
from app.reading.masking import mask
from app.reading.yaml_files import Entry, read_entries

RECORD = "sources.yaml"


class SourceRecord(Entry):
    """What we know of one source. `sha256` is optional: where it stands, the file must match it."""

    id: str
    file: str
    title: str
    issuer: str
    kind: str
    number: str | None = None
    number_note: str = ""
    note: str = ""
    sha256: str | None = None


class SourceRecords(Entry):
    """The whole of `sources.yaml`."""

    sources: list[SourceRecord]


def read_sources(folder: Path) -> dict[str, SourceText]:
    """The source texts by id, in the order of the record; CorpusError where one cannot be used."""
    path = folder / RECORD
    records = read_entries(path, SourceRecords).sources
    if not records:
        raise CorpusError(f"原文记录 {path} 第 1 行：一份原文也没有登记，请至少登记一份。")
    texts: dict[str, SourceText] = {}
    for record in records:
        if record.id in texts:
            raise CorpusError(f"原文记录 {path}：id “{record.id}” 登记了两次，请改名或删去一条。")
        texts[record.id] = read_source(folder, record)
    return texts


def read_source(folder: Path, record: SourceRecord) -> SourceText:
    """The text of one source, decoded, its contact data masked, otherwise unchanged."""
    if Path(record.file).name != record.file:
        raise CorpusError(
            f"原文记录 {folder / RECORD}：file “{record.file}” 只能写文件名，请把原文放进该文件夹。"
        )
    path = folder / record.file
    data = _read_bytes(path)
    text, contacts = mask(_decode(data, path))
    if not any(character.isprintable() and not character.isspace() for character in text):
        raise CorpusError(f"原文 {path} 第 1 行：文件是空的，请放入原文，或从 {RECORD} 中删去这一条。")
    sha256 = hashlib.sha256(data).hexdigest()
    if record.sha256 is not None and record.sha256 != sha256:
        raise CorpusError(
            f"原文 {path} 与记录的校验和不符（文件被改动过）：请恢复原文件；"
            f"确需更换时，把 {folder / RECORD} 中的 sha256 改为 {sha256}。"
        )
    note = " ".join(part for part in (record.note, record.number_note) if part)
    return SourceText(
        id=record.id,
        title=record.title,
        issuer=record.issuer,
        kind=record.kind,
        text=text,
        sha256=sha256,
        number=record.number,
        note=note,
        file=record.file,
        contacts=contacts,
    )


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise CorpusError(
            f"找不到原文 {path}：请把文件放回，或改正 {path.parent / RECORD} 中的文件名。"
        ) from None
    except OSError as error:
        raise CorpusError(f"无法读取原文 {path}（{error.strerror}）：请检查文件权限。") from None


def _decode(data: bytes, path: Path) -> str:
    """The text as it is, line ends untouched."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CorpusError(f"原文 {path} 第 {line} 行不是 UTF-8 编码：请用编辑器另存为 UTF-8。") from None
