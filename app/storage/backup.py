"""Backups: one zip for either database, made from one snapshot while serving, restored to an empty place.

    manifest.json          what is in it: format, program, revision of the tables, time; rows and SHA-256 of each member
    tables/NAME.jsonl      a row a line, in the order of the primary key
    originals/SHA-256      the files people added

A restored place is whole or not there: everything is checked before anything is made visible.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, MetaData, Table, insert, select, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlmodel import SQLModel

from app.domain.errors import PeopleError, StorageError
from app.domain.people import PROGRAM
from app.durable import UNFINISHED, sync_file, sync_folder
from app.storage import engine, migrate, tables
from app.storage.database import Database, now
from app.storage.originals import CHUNK, Originals

FORMAT = 1
MANIFEST = "manifest.json"
MOST_MANIFEST, MOST_LINE = 50_000_000, 100_000_000  # bytes
_BATCH = 500
_WRITERS = {  # the column that says who wrote a row, in tables the program itself writes to
    "audit": "person_id",
    "report": "created_by",
    "report_version": "saved_by",
}
_FOLLOWING = {"report_cell"}  # a row here goes with rows there


@dataclass(frozen=True)
class Summary:
    """What a backup holds."""

    at: str
    rows: Mapping[str, int]
    originals: int

    @property
    def told(self) -> str:
        return f"{sum(self.rows.values())} 行记录，{self.originals} 个附件原件"


def back_up(database: Database, originals: Originals, file: Path, program: str) -> Summary:
    """Writes the backup to `file`, which must not exist; whole and on disk when this returns."""
    if file.exists():
        raise PeopleError(f"{file} 已经有了，没有覆盖；请换一个文件名，或先移走它。")
    beside = file.with_name(f".{uuid.uuid4().hex}{UNFINISHED}")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # it holds password hashes
        with (
            os.fdopen(descriptor, "wb") as raw,
            zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            summary = _fill(archive, database, originals, program)
        sync_file(beside)
        _no_overwrite(beside, file)
        sync_folder(file.resolve().parent)
    except OSError as error:
        reason = error.strerror or error
        raise StorageError(f"备份没有完成：{file} 写不进去（{reason}）；请检查路径、空间和权限。") from error
    finally:
        with suppress(OSError):
            beside.unlink()
    return summary


def restore(file: Path, database_url: str, folder: Path) -> Summary:
    """Puts the backup in `file` into an empty database and the empty originals folder `folder`."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _checked(archive, file)
            return _restored(archive, manifest, database_url, folder)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise _unusable(file, "不是完整的备份文件") from error
    except FileNotFoundError as error:
        raise PeopleError(f"找不到备份文件 {error.filename or file}；请检查路径。") from error
    except OSError as error:
        reason = error.strerror or error
        raise StorageError(
            f"没有恢复：{error.filename or file}：{reason}；请检查空间和权限后重试。"
        ) from error


def _fill(archive: zipfile.ZipFile, database: Database, originals: Originals, program: str) -> Summary:
    members: dict[str, dict[str, Any]] = {}
    at = now()
    with database.snapshot() as connection:
        revision = migrate.revision(connection)
        for table in _tables():
            rows = (_line(row) for row in _rows(connection, table))
            members[f"tables/{table.name}.jsonl"] = _add(archive, f"tables/{table.name}.jsonl", rows)
        files = (tables.AttachmentRow.sha256, tables.ReportRow.original)
        wanted = sorted(
            {one for column in files for one in connection.execute(select(column)).scalars() if one}  # type: ignore[call-overload]
        )
    for sha256 in wanted:  # never removed, so what the snapshot names is still there
        with originals.open(sha256) as source:
            chunks = iter(partial(source.read, CHUNK), b"")
            members[f"originals/{sha256}"] = _add(archive, f"originals/{sha256}", chunks)
    manifest = {"format": FORMAT, "program": program, "revision": revision, "at": at, "members": members}
    archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return _summary(manifest)


def _add(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> dict[str, Any]:
    digest, size, count = hashlib.sha256(), 0, 0
    with archive.open(name, "w", force_zip64=True) as member:
        for piece in pieces:
            member.write(piece)
            digest.update(piece)
            size, count = size + len(piece), count + 1
    told: dict[str, Any] = {"sha256": digest.hexdigest(), "size": size}
    return {**told, "rows": count} if name.startswith("tables/") else told


def _tables() -> list[Table]:
    """Every table, those others refer to first."""
    return list(SQLModel.metadata.sorted_tables)


def _names() -> set[str]:
    return {table.name for table in _tables()}


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    found = connection.execution_options(yield_per=_BATCH).execute(
        select(table).order_by(*table.primary_key.columns)
    )
    for row in found.mappings():
        yield dict(row)


def _line(row: dict[str, Any]) -> bytes:
    return (json.dumps(row, ensure_ascii=True, separators=(",", ":")) + "\n").encode()


def _summary(manifest: Mapping[str, Any]) -> Summary:
    members = manifest["members"]
    rows = {
        name.removeprefix("tables/").removesuffix(".jsonl"): told["rows"]
        for name, told in members.items()
        if name.startswith("tables/")
    }
    return Summary(manifest["at"], rows, sum(1 for name in members if name.startswith("originals/")))


def _checked(archive: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    """The manifest, after every member was held against it; nothing has been written anywhere yet."""
    try:
        if archive.getinfo(MANIFEST).file_size > MOST_MANIFEST:
            raise _unusable(file, "目录过大")
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
        members: dict[str, dict[str, Any]] = manifest["members"]
        if not isinstance(manifest["revision"], str):
            raise _unusable(file, "目录读不懂")
        if manifest["format"] != FORMAT:
            raise _unusable(file, "由更新版本的程序写成，请先升级本程序")
        if sorted([*members, MANIFEST]) != sorted(archive.namelist()):
            raise _unusable(file, "内容与目录不符")
        for name, told in members.items():
            if not _is_member(name):
                raise _unusable(file, f"含有不认识的内容 {name[:60]!r}")
            if archive.getinfo(name).file_size != told["size"]:
                raise _unusable(file, f"{name} 已损坏")
            with archive.open(name) as member:
                if _digest(member, told["size"]) != told["sha256"]:
                    raise _unusable(file, f"{name} 已损坏")
            if name.startswith("originals/") and told["sha256"] != name.removeprefix("originals/"):
                raise _unusable(file, f"{name} 与名称不符")
        _summary(manifest)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _unusable(file, "目录读不懂") from error
    except zlib.error as error:
        raise _unusable(file, "已损坏") from error
    return manifest


def _is_member(name: str) -> bool:
    kind, _, rest = name.partition("/")
    if kind == "originals":
        return len(rest) == 64 and set(rest) <= set("0123456789abcdef")
    return kind == "tables" and rest.removesuffix(".jsonl").replace("_", "").isalpha()


def _digest(member: IO[bytes], size: int) -> str:
    """SHA-256 of at most `size` bytes and one more, so that a member that swells without end is cut off."""
    digest, left = hashlib.sha256(), size + 1
    while left and (chunk := member.read(min(CHUNK, left))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest()


def _restored(archive: zipfile.ZipFile, manifest: dict[str, Any], database_url: str, folder: Path) -> Summary:
    """Originals first (each harmless while no row names it), then every row in one transaction."""
    url = engine.parsed(database_url)
    place = engine.place_of(url)
    _room(manifest, folder)
    with engine.errors_told(place):
        opened = engine.create(url)
        try:
            # The write lock keeps out a server that runs on the same place, and another restore.
            with engine.writing(opened).begin() as connection:
                engine.take_your_time(connection)
                _empty(connection, place)
                migrate.upgrade_to(connection, manifest["revision"], place)
                _insert(archive, manifest, connection)
                migrate.upgrade_to(connection, migrate.HEAD, place)
                _count_on(connection)
                _unpack(archive, manifest, folder)
        finally:
            opened.dispose()
    return _summary(manifest)


def _empty(connection: Connection, place: str) -> None:
    """Takes away tables with no rows but the program's own; PeopleError where there is a row that somebody wrote.

    A server that has run for a moment has put the sample reports in; they are made again from the corpus.
    """
    held = MetaData()
    held.reflect(connection)
    ours = _names()
    for table in held.tables.values():
        if table.name in {"alembic_version", "audit_head"} or table.name not in ours:
            continue
        wanted = select(table).limit(1)
        if (writer := _WRITERS.get(table.name)) is not None:
            wanted = wanted.where(table.c[writer] != PROGRAM.id)
        if table.name not in _FOLLOWING and connection.execute(wanted).first():
            raise PeopleError(
                f"数据库 {place} 里已有内容（{table.name}），没有恢复；请换一个空的数据文件夹或库再恢复。"
            )
    held.drop_all(
        connection, [table for table in held.tables.values() if table.name in ours | {"alembic_version"}]
    )


def _room(manifest: Mapping[str, Any], folder: Path) -> None:
    """StorageError where the disk could not hold what is in the backup, before anything is written to it."""
    needed = sum(told["size"] for told in manifest["members"].values())
    above = next(place for place in folder.absolute().parents if place.is_dir())
    free = shutil.disk_usage(above).free
    if needed > free:
        raise StorageError(
            f"没有恢复：解开备份要 {needed / 1e9:.1f} GB，{above} 所在磁盘只有 {free / 1e9:.1f} GB；请腾出空间后重试。"
        )


def _unpack(archive: zipfile.ZipFile, manifest: Mapping[str, Any], folder: Path) -> None:
    originals = Originals(folder)
    for name, told in manifest["members"].items():
        if name.startswith("originals/"):
            with archive.open(name) as member:
                originals.put(iter(partial(member.read, CHUNK), b""), told["size"])


def _insert(archive: zipfile.ZipFile, manifest: Mapping[str, Any], connection: Connection) -> None:
    """Every row of every table that the scripts have made; PeopleError where rows and tables do not fit."""
    held, file = MetaData(), Path(archive.filename or "")
    held.reflect(connection)
    wanted = {f"tables/{table.name}.jsonl": table for table in held.sorted_tables if table.name in _names()}
    if wanted.keys() != {name for name in manifest["members"] if name.startswith("tables/")}:
        raise _unusable(file, "表与它自己说的版本不符")
    for name, table in wanted.items():
        connection.execute(table.delete())  # what the scripts themselves put in
        try:
            with archive.open(name) as member:
                count = 0
                for batch in _batches(member):
                    connection.execute(insert(table), batch)
                    count += len(batch)
        except OperationalError:
            raise  # a fault of the database, not of the row
        except (SQLAlchemyError, ValueError, TypeError, AttributeError) as error:
            raise _unusable(file, f"{name} 里有一行存不进去") from error
        if count != manifest["members"][name]["rows"]:
            raise _unusable(file, f"{name} 的行数不对")


def _count_on(connection: Connection) -> None:
    """The counters of a PostgreSQL follow the rows, which brought their numbers along."""
    if connection.dialect.name == "postgresql":
        for table in _tables():
            if (counted := table.autoincrement_column) is not None:
                connection.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', '{counted.name}'), "
                        f"GREATEST((SELECT MAX({counted.name}) FROM {table.name}), 1))"
                    )
                )


def _batches(member: IO[bytes]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    while line := member.readline(MOST_LINE + 1):
        if len(line) > MOST_LINE:
            raise ValueError("a line without end")
        batch.append(dict(json.loads(line)))
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _no_overwrite(beside: Path, file: Path) -> None:
    """Gives the file its name, unless another backup has taken it meanwhile."""
    if os.name == "nt":
        os.rename(beside, file)  # fails there where the name is taken
        return
    try:
        os.link(beside, file)
    except FileExistsError:
        raise
    except OSError:  # a memory stick's file system has no second names
        if file.exists():
            raise
        os.rename(beside, file)


def _unusable(file: Path, why: str) -> PeopleError:
    return PeopleError(f"备份 {file} 不能用：{why}。没有恢复任何内容；请换一个备份。")
