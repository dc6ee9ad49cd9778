"""Settings: one frozen object, read once from ZHENGAI_* variables and checked before anything starts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.domain.errors import SettingsError

PREFIX = "ZHENGAI_"
_HERE = {"127.0.0.1", "::1", "localhost"}


def home() -> Path:
    """The folder that `corpus/`, `index/` and `data/` stand in by default.

    The working directory where it has a corpus, else the checkout this file belongs to, else the former.
    """
    here, checkout = Path.cwd(), Path(__file__).resolve().parent.parent
    return next((place for place in (here, checkout) if (place / "corpus").is_dir()), here)


class Settings(BaseSettings):
    """Every setting, with its default; `help` is what `zhengai serve --help` and the guide print."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", validate_default=False)

    corpus_folder: Path = Field(
        default_factory=lambda: home() / "corpus", description="语料文件夹（sources/、schemes/ 等）"
    )
    index_folder: Path = Field(
        default_factory=lambda: home() / "index", description="索引文件夹，可随时删除，启动时重建"
    )
    data_folder: Path = Field(
        default_factory=lambda: home() / "data", description="数据库所在文件夹，保存对话记录"
    )
    host: str = Field(default="127.0.0.1", min_length=1, description="网页服务监听的地址；默认只有本机能访问")
    port: int = Field(default=8000, ge=0, le=65535, description="网页服务的端口；0 表示由系统挑选")
    encoder: str | None = Field(default=None, description="编码器文件夹或模型名；留空用随程序附带的编码器")
    database_url: str | None = Field(
        default=None, description="数据库网址，如 postgresql://用户:密码@主机/库；留空用数据文件夹里的 SQLite"
    )
    password_policy: Literal["modern", "dengbao"] = Field(
        default="modern",
        description="密码规则：modern（长而不易猜，不过期）或 dengbao（等保习惯：多种字符、90 天更换）",
    )
    session_idle_minutes: int = Field(default=120, ge=5, le=1440, description="登录后多少分钟不用就退出")
    session_hours: int = Field(default=12, ge=1, le=168, description="登录后最多多少小时，到时须重新登录")
    trusted_proxy: str | None = Field(
        default=None, description="反向代理的地址；只有它报来的客户端地址和 https 才算数"
    )
    tls_certificate: Path | None = Field(default=None, description="https 证书文件（PEM），与私钥一起设置")
    tls_key: Path | None = Field(default=None, description="https 私钥文件（PEM）")
    public_url: str | None = Field(
        default=None,
        description="别人打开本站用的网址，如 https://zhengai.example.edu.cn；用统一身份认证时必填",
    )
    oidc_issuer: str | None = Field(default=None, description="统一身份认证（OIDC）的发行者网址；留空不用")
    oidc_client_id: str | None = Field(default=None, description="在统一身份认证处登记的客户端编号")
    oidc_client_secret: SecretStr | None = Field(default=None, description="在统一身份认证处登记的客户端密钥")
    oidc_new_role: Literal["", "reader", "expert"] = Field(
        default="", description="经统一身份认证初次登录的人得到的角色；留空则须由管理员先建账号"
    )
    scrub_hour: int = Field(default=3, ge=0, le=23, description="每天几点检查数据库和附件是否完好")
    debug: bool = Field(default=False, description="设为 1 时，命令行出错会显示完整的调用栈")

    @field_validator("corpus_folder", "index_folder", "data_folder")
    @classmethod
    def _no_blank_folder(cls, value: Path) -> Path:
        if not str(value).strip() or value == Path(""):
            raise ValueError("文件夹不能为空")
        return value.expanduser()

    @field_validator("encoder")
    @classmethod
    def _blank_encoder_is_none(cls, value: str | None) -> str | None:
        return value.strip() or None if value else None

    @field_validator("tls_certificate", "tls_key", mode="before")
    @classmethod
    def _blank_file_is_none(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("database_url", "public_url", "oidc_issuer", "trusted_proxy")
    @classmethod
    def _blank_is_none(cls, value: str | None) -> str | None:
        return value.strip().rstrip("/") or None if value else None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if bool(self.tls_certificate) != bool(self.tls_key):
            raise ValueError("TLS_CERTIFICATE 和 TLS_KEY 要一起设置")
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_client_secret and self.public_url):
            raise ValueError("用统一身份认证还要设置 OIDC_CLIENT_ID、OIDC_CLIENT_SECRET 和 PUBLIC_URL")
        host = urlsplit(self.oidc_issuer or "https://x").hostname
        if self.oidc_issuer and not self.oidc_issuer.startswith("https://") and host not in _HERE:
            raise ValueError("OIDC_ISSUER 应以 https:// 开头，否则登录会被人冒充")
        return self

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the database."""
        if self.database_url:
            return self.database_url
        return f"sqlite:///{(self.data_folder / 'zhengai.sqlite3').absolute().as_posix()}"

    @property
    def originals(self) -> Path:
        """Where the bytes of added files lie."""
        return self.data_folder / "originals"


@dataclass(frozen=True)
class SettingRow:
    """One line of the settings table."""

    variable: str
    default: str
    help: str


def load(changes: Mapping[str, object] | None = None) -> Settings:
    """The environment's settings with `changes` (from the command line) on top; SettingsError in Chinese."""
    wanted: dict[str, Any] = {name: value for name, value in (changes or {}).items() if value is not None}
    try:
        settings = Settings(**wanted)
    except ValidationError as error:
        raise SettingsError(_explain(error)) from None
    _check_folder(settings.data_folder, "data_folder")
    _check_folder(settings.index_folder, "index_folder")
    return settings


def table() -> tuple[SettingRow, ...]:
    """Name, default and help of every setting, in order."""
    return tuple(
        SettingRow(PREFIX + name.upper(), _default(name, field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    )


def debugging(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether tracebacks are wanted; asked before settings can be trusted."""
    return environment.get(PREFIX + "DEBUG", "").strip().lower() in {"1", "true", "yes", "on"}


def _default(name: str, default: object) -> str:
    if name.endswith("_folder"):
        return f"{name.removesuffix('_folder')}/"
    return "（空）" if default in (None, "") else "0" if default is False else str(default)


def _check_folder(folder: Path, name: str) -> None:
    if folder.exists() and not folder.is_dir():
        variable = PREFIX + name.upper()
        raise SettingsError(f"设置 {variable} 指向的 {folder} 不是文件夹；请改为一个文件夹的路径。")


_REASONS = {
    "int_parsing": "应为整数",
    "greater_than_equal": "太小，应在 {range} 之间",
    "less_than_equal": "太大，应在 {range} 之间",
    "literal_error": "没有这个选项",
    "bool_parsing": "应为 1 或 0",
    "string_too_short": "不能为空",
}


def _explain(error: ValidationError) -> str:
    """One sentence on the first fault: variable, value, what it should be."""
    fault = error.errors()[0]
    if not fault["loc"]:
        return f"设置不完整：{fault['ctx']['error']}（都以 {PREFIX} 开头）。请补全后重试。"
    name = str(fault["loc"][0])
    reason = (
        _REASONS.get(fault["type"], "").format(range=_range(name))
        or str(fault.get("ctx", {}).get("error", ""))
        or "值不能使用"
    )
    help_ = Settings.model_fields[name].description
    value = "（保密）" if "secret" in name or "url" in name else str(fault["input"])[:80]
    return f"设置 {PREFIX}{name.upper()} 的值“{value}”不能用：{reason}（{help_}）。请改正或删去该变量后重试。"


def _range(name: str) -> str:
    """0–65535 of a number's setting."""
    bounds = {
        kind: getattr(limit, kind)
        for limit in Settings.model_fields[name].metadata
        for kind in ("ge", "le")
        if hasattr(limit, kind)
    }
    return f"{bounds.get('ge', '')}–{bounds.get('le', '')}"
