"""Settings are checked before anything starts, and say which variable is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import settings
from app.domain.errors import SettingsError


def test_the_defaults_stand_beside_the_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus").mkdir()
    monkeypatch.chdir(tmp_path)
    told = settings.load()
    assert (told.corpus_folder, told.index_folder) == (tmp_path / "corpus", tmp_path / "index")
    assert told.database == f"sqlite:///{(tmp_path / 'data' / 'zhengai.sqlite3').as_posix()}"
    assert (told.host, told.port, told.encoder) == ("127.0.0.1", 8000, None)


def test_elsewhere_the_checkout_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert settings.load().corpus_folder == Path(settings.__file__).resolve().parent.parent / "corpus"


def test_the_environment_and_the_command_line_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGAI_PORT", "9000")
    monkeypatch.setenv("ZHENGAI_ENCODER", "  ")
    assert settings.load().port == 9000
    assert settings.load({"port": 9001, "host": None}).port == 9001
    assert settings.load().encoder is None


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("ZHENGAI_PORT", "abc", "应为整数"),
        ("ZHENGAI_PORT", "70000", "0–65535"),
        ("ZHENGAI_PORT", "-1", "0–65535"),
        ("ZHENGAI_HOST", "", "不能为空"),
        ("ZHENGAI_CORPUS_FOLDER", "", "文件夹"),
        ("ZHENGAI_DEBUG", "maybe", "1 或 0"),
    ],
)
def test_a_wrong_value_is_one_sentence_with_the_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, says: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as caught:
        settings.load()
    assert variable in str(caught.value)
    assert says in str(caught.value)


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").write_text("")
    monkeypatch.setenv("ZHENGAI_DATA_FOLDER", str(tmp_path / "data"))
    with pytest.raises(SettingsError, match="ZHENGAI_DATA_FOLDER"):
        settings.load()


def test_the_table_names_every_setting() -> None:
    rows = settings.table()
    assert [row.variable for row in rows][:3] == [
        "ZHENGAI_CORPUS_FOLDER",
        "ZHENGAI_INDEX_FOLDER",
        "ZHENGAI_DATA_FOLDER",
    ]
    assert all(row.help and row.default for row in rows)


@pytest.mark.parametrize(("value", "on"), [("1", True), ("true", True), ("0", False), ("", False)])
def test_debugging_is_asked_of_the_environment_alone(value: str, on: bool) -> None:
    assert settings.debugging({"ZHENGAI_DEBUG": value}) is on


ALL_OF_OIDC = {
    "ZHENGAI_OIDC_ISSUER": "https://login.example.edu.cn/",
    "ZHENGAI_OIDC_CLIENT_ID": "zhengai",
    "ZHENGAI_OIDC_CLIENT_SECRET": "hush-hush",
    "ZHENGAI_PUBLIC_URL": "https://zhengai.example.edu.cn/",
}


def test_single_sign_on_is_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ALL_OF_OIDC.items():
        monkeypatch.setenv(name, value)
    told = settings.load()
    assert (told.oidc_issuer, told.public_url) == (
        "https://login.example.edu.cn",
        "https://zhengai.example.edu.cn",
    )
    assert "hush-hush" not in repr(told)
    for missing in list(ALL_OF_OIDC)[1:]:
        monkeypatch.delenv(missing)
        with pytest.raises(SettingsError, match="还要设置"):
            settings.load()
        monkeypatch.setenv(missing, ALL_OF_OIDC[missing])
    monkeypatch.setenv("ZHENGAI_OIDC_ISSUER", "http://login.example.edu.cn")
    with pytest.raises(SettingsError, match="https://"):
        settings.load()


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("ZHENGAI_PASSWORD_POLICY", "weak", "没有这个选项"),
        ("ZHENGAI_OIDC_NEW_ROLE", "administrator", "没有这个选项"),
        ("ZHENGAI_SESSION_HOURS", "0", "1–168"),
        ("ZHENGAI_SESSION_IDLE_MINUTES", "x", "整数"),
        ("ZHENGAI_SCRUB_HOUR", "24", "0–23"),
        ("ZHENGAI_TLS_KEY", "key.pem", "一起设置"),
    ],
)
def test_a_setting_of_people_that_cannot_be_is_told(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, told: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=told):
        settings.load()
