"""Brings a database to the shape of this program; the scripts lie beside it in `migrations/`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from app.domain.errors import StorageError
from app.storage.engine import take_your_time, writing

if TYPE_CHECKING:  # alembic is imported late: most starts need no migration
    from alembic.config import Config

HEAD = "0003"  # the newest script; a test holds it to the folder
SCRIPTS = Path(__file__).resolve().parent / "migrations"


def upgrade(engine: Engine, place: str) -> None:
    """Runs the missing scripts, all of them or none (the DDL of both databases is transactional).

    Of two programs that start at once one migrates: the other waits for the write lock and finds it done.
    """
    with engine.connect() as connection:
        if revision(connection) == HEAD:
            return
    with writing(engine).begin() as connection:
        upgrade_to(connection, HEAD, place)


def upgrade_to(connection: Connection, wanted: str, place: str) -> None:
    """The missing scripts up to `wanted`, in the transaction of `connection`."""
    version = revision(connection)
    if version == wanted:
        return
    known = _known()
    if {version, wanted} - {None} - known:
        unknown = wanted if wanted not in known else version
        raise StorageError(
            f"数据库 {place} 由更新版本的程序写成（{unknown}）；请升级本程序，"
            "或用 ZHENGAI_DATA_FOLDER、ZHENGAI_DATABASE_URL 指定另一个。"
        )
    from alembic import command

    take_your_time(connection)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, wanted)


def revision(connection: Connection) -> str | None:
    """The script the database stands at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def is_known(version: str) -> bool:
    """Whether this program has the script `version`."""
    return version in _known()


def _known() -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
