"""Brings a database to the shape of this program; the scripts lie beside it in `migrations/`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from app.domain.errors import StorageError
from app.storage.engine import writing

if TYPE_CHECKING:  # alembic is imported late: most starts need no migration
    from alembic.config import Config

HEAD = "0002"  # the newest script; a test holds it to the folder
SCRIPTS = Path(__file__).resolve().parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Runs the missing scripts, all of them or none (SQLite's DDL is transactional)."""
    with engine.connect() as connection:
        version = revision(connection)
    if version == HEAD:
        return
    if version is not None and version not in _known():
        raise StorageError(
            f"数据库 {engine.url.database} 由更新版本的程序写成（{version}）；请升级本程序，"
            "或用 ZHENGAI_DATA_FOLDER 指定另一个文件夹。"
        )
    _run(engine)


def revision(connection: Connection) -> str | None:
    """The script the database stands at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _run(engine: Engine) -> None:
    from alembic import command

    config = _config()
    with writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _known() -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
