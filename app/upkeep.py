"""`zhengai backup`, `restore` and `doctor`."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from app import bootstrap
from app.domain.errors import ZhengaiError
from app.gate import is_loopback
from app.settings import Settings
from app.storage.backup import back_up, restore
from app.storage.checkup import Check, stored
from app.storage.database import Database, found, open_database
from app.storage.migrate import HEAD
from app.storage.originals import Originals

SCARCE, SHORT = 200_000_000, 1_000_000_000  # bytes of free disk: too little, and little
OLDEST_SQLITE = (3, 35)


def run_backup(settings: Settings, file: Path) -> int:
    """Writes a backup to `file`; the exit code."""
    database = open_database(settings.database)
    try:
        made = back_up(database, Originals(settings.originals), file, _version("zhengai"))
        bootstrap.open_access(settings, database).audit.record(
            bootstrap.console(), "backup", file.name, made.told
        )
    finally:
        database.close()
    print(f"已备份到 {file}：{made.told}。里面有密码的校验值，请妥善保管。")
    return 0


def run_restore(settings: Settings, file: Path) -> int:
    """Puts a backup into the empty place the settings name; the exit code."""
    made = restore(file, settings.database, settings.originals)
    database = open_database(settings.database)
    try:
        bootstrap.open_access(settings, database).audit.record(
            bootstrap.console(), "restore", file.name, made.told
        )
        where = database.place
    finally:
        database.close()
    print(f"已从 {file}（{made.at} 的备份）恢复到 {where}：{made.told}。")
    return 0


def run_doctor(settings: Settings) -> int:
    """A line per check; 0 where all are well, 1 else."""
    faults = 0
    for check in _checks(settings):
        faults += not check.ok
        remedy = f"  → {check.remedy}。" if check.remedy else ""
        print(f"{'好' if check.ok else '坏'}  {check.name}：{check.told}{remedy}", flush=True)
    return 1 if faults else 0


def _checks(settings: Settings) -> Iterator[Check]:
    yield _versions(settings)
    yield _disk(settings)
    yield _folder(settings)
    yield from _stored(settings)
    yield _index(settings)


def _stored(settings: Settings) -> Iterator[Check]:
    """Of the database as it stands: a look must neither make it nor bring it up to date."""
    try:
        database = found(settings.database)
    except ZhengaiError as error:
        yield Check("数据库", False, str(error), "照上面说的做，再运行一次 zhengai doctor")
        return
    if database is None:
        yield Check("数据库", True, f"{settings.database} 还没有，第一次启动时建立")
        return
    try:
        checks = list(stored(database, Originals(settings.originals)))
        yield from checks
        if all(check.ok for check in checks) and database.revision() == HEAD:
            yield _exposure(settings, database)
    finally:
        database.close()


def _versions(settings: Settings) -> Check:
    told = "，".join(
        (
            f"zhengai {_version('zhengai')}",
            f"Python {platform.python_version()}",
            f"SQLite {sqlite3.sqlite_version}",
            f"faiss {_version('faiss-cpu')}",
            f"编码器 {settings.encoder or '随程序附带'}",
        )
    )
    if sqlite3.sqlite_version_info[:2] < OLDEST_SQLITE:
        return Check("版本", False, told, "SQLite 太旧；请换用更新的 Python")
    return Check("版本", True, told)


def _disk(settings: Settings) -> Check:
    folder = next(
        place for place in (settings.data_folder, *settings.data_folder.absolute().parents) if place.is_dir()
    )
    free = shutil.disk_usage(folder).free
    told = f"{settings.data_folder} 所在磁盘还有 {free / 1e9:.1f} GB"
    if free < SCARCE:
        return Check("磁盘", False, told, "快满了，很快就存不进去；请腾出空间")
    return Check("磁盘", True, told, "不多了，请留意" if free < SHORT else "")


def _folder(settings: Settings) -> Check:
    folder = settings.data_folder
    if not folder.is_dir():
        return Check("数据文件夹", True, f"{folder} 还没有，第一次启动时建立")
    if not os.access(folder, os.W_OK):
        return Check("数据文件夹", False, f"{folder} 不能写", "请改它的权限，或用 ZHENGAI_DATA_FOLDER 另选")
    if os.name == "posix" and folder.stat().st_mode & 0o007:
        remedy = f"里面有大家写的内容和密码的校验值；请运行 chmod -R o-rwx {folder}"
        return Check("数据文件夹", False, f"{folder} 这台机器上谁都能读", remedy)
    return Check("数据文件夹", True, f"{folder} 只有本人和同组能读")


def _exposure(settings: Settings, database: Database) -> Check:
    people = bootstrap.open_access(settings, database).people
    if not people.any():
        if is_loopback(settings.host):
            return Check("账号", True, "还没有账号，只有本机能用")
        return Check("账号", False, f"设为在 {settings.host} 上开放，却没有账号", "先运行 zhengai user add")
    if not people.has_administrator():
        return Check("账号", False, "没有可用的管理员", "运行 zhengai user enable 或 user add")
    plain = not is_loopback(settings.host) and not (settings.tls_certificate or settings.trusted_proxy)
    remedy = "密码在网络上是明文；请设置 https（见说明）" if plain else ""
    return Check("账号", not plain, f"{len(people.all())} 个，有管理员", remedy)


def _index(settings: Settings) -> Check:
    try:
        corpus = bootstrap.load_corpus(settings)
    except ZhengaiError as error:
        return Check("知识库", False, str(error), "照上面说的改好")
    try:
        return Check("知识库与索引", True, bootstrap.index_state(settings, corpus))
    except ZhengaiError as error:
        return Check("索引", False, str(error), "不用管：启动时会自动重建；或运行 zhengai index")


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "?"
