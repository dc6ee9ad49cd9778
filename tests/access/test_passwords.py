"""What a password must be under each policy, and how it is kept."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest
from pypinyin import lazy_pinyin

from app.access.passwords import DENGBAO, MODERN, Passwords, Policy, address_wait, temporary, weakness
from app.domain.errors import PeopleError
from tests.access.given import passwords


@pytest.mark.parametrize(
    ("policy", "password", "lacks"),
    [
        (MODERN, "四月的雨落在旧操场上 7", ""),
        (MODERN, "correct staple horse battery", ""),
        (MODERN, "kQz7wPfm2LxV", ""),
        (MODERN, "kQz7wPfm2Lx", "至少要 12"),
        (MODERN, "", "至少要 12"),
        (MODERN, "a" * 12, "太容易猜到"),
        (MODERN, "123456789012", "太容易猜到"),
        (MODERN, "qwertyuiop[]", "太容易猜到"),
        (MODERN, "passwordpassword", "太容易猜到"),
        (MODERN, "zhengaizhengai", "太容易猜到"),
        (MODERN, "zhangsan-kQz7wPfm", "登录名或姓名"),
        (MODERN, "ZhangSan-kQz7wPfm", "登录名或姓名"),
        (MODERN, "k" * 129, "超过 128"),
        (MODERN, "kQz7wPfm2LxV\x00", "不能显示"),
        (MODERN, "ｐａｓｓｗｏｒｄ１２３４", "太容易猜到"),
        (MODERN, "e\u0301" * 6, "只有 6 个字符"),
        (MODERN, "kQz7ｚｈａｎｇｓａｎwPfm2LxV", "登录名或姓名"),
        (MODERN, "今天张三又把钥匙忘在窗台", "登录名或姓名"),
        (MODERN, "1qaz2wsx3edc", "太容易猜到"),
        (MODERN, "我我我我我我我我我我我我", "太容易猜到"),
        (MODERN, "woaizhongguo", "拼音"),
        (MODERN, "woaini1314520", "拼音"),
        (MODERN, "zhonghuarenmin", "拼音"),
        (MODERN, "zhiyexueyuan2026", "拼音"),
        (MODERN, "Jiao-wu-chu@2027", "拼音"),
        (MODERN, "xiongmao19900101", "拼音"),
        (MODERN, "jintiantianqihenhao", ""),  # seven characters
        (MODERN, "🦊🌧🍵🎏🧭🪁🦉🪵🧶🫖🪴🛶", ""),
        (MODERN, "食堂的豆浆比咖啡便宜两块", ""),
        (MODERN, "kQz7wPfm2LxV" * 10 + "kQz7wPfm", ""),
        (MODERN, "kQz7wPfm2LxV" * 10 + "kQz7wPfm2", "超过 128"),
        (MODERN, "\ufdfa" * 12, "超过 128"),  # one character that is kept as eighteen
        (MODERN, "\ud800" * 12, "不能显示"),
        (DENGBAO, "Jiaowuchu@2027", "拼音"),
        (DENGBAO, "kQz7wPfm2Lx", ""),
        (DENGBAO, "kQz7wPf-2", "至少要 10"),
        (DENGBAO, "kqzzwpfmmlxvbh", "至少要 3 种"),
        (DENGBAO, "kqz7wpfm2lx", "至少要 3 种"),
        (DENGBAO, "Password123", "太容易猜到"),
    ],
)
def test_a_password_is_taken_or_told_what_it_lacks(policy: Policy, password: str, lacks: str) -> None:
    found = weakness(policy, password, ("zhangsan", "张三"))
    assert (lacks in found) if lacks else (found == "")


def test_given_passwords_pass_both_policies_and_differ() -> None:
    made = {temporary() for _ in range(50)}
    assert len(made) == 50
    assert all(weakness(MODERN, one) == "" for one in made)


def test_the_real_hash_is_argon2id_with_parameters_of_today() -> None:
    real = Passwords(MODERN)
    kept = real.hash("四月的雨落在旧操场上 7")
    found = re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$", kept)
    assert found
    assert int(found[1]) >= 19_456  # KiB
    assert int(found[2]) >= 2
    assert real.right("四月的雨落在旧操场上 7", kept)
    assert "四月" not in kept


def test_a_hash_of_weaker_parameters_is_made_anew() -> None:
    right, better = Passwords(MODERN).checked("x", passwords().hash("x"))
    assert right
    assert better is not None


def test_the_same_letters_from_another_keyboard_are_the_same_password() -> None:
    checker = passwords()
    assert checker.right("ａｂｃ１２３ é", checker.hash("abc123 e\u0301"))


@pytest.mark.parametrize("policy", [MODERN, DENGBAO])
def test_what_is_taken_is_right_at_the_next_login(policy: Policy) -> None:
    checker, most = passwords(policy), "Kq-" + hashlib.sha512(b"").hexdigest()[:124]
    kept = checker.accept(most + "é", ())
    assert checker.right(most + "é", kept)
    assert checker.right(most + "e\u0301", kept)  # 129 characters as typed, the same password
    assert not checker.right(most + "e", kept)


@pytest.mark.parametrize("typed", ["x" * 129, "e\u0301" * 1_000_000, "\ud800", "x\x00"])
def test_what_no_password_can_be_costs_no_hash(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    checker = passwords()
    kept = checker.hash("x")
    monkeypatch.setattr(checker._hashes, "verify_and_update", pytest.fail)
    assert not checker.right(typed, kept)


def test_every_syllable_is_known_for_pinyin() -> None:
    common = "".join(chr(code) for code in range(0x4E00, 0x9FA5))
    written = {one.replace("ü", "v") for one in lazy_pinyin(list(common))}
    syllables = {one for one in written if one.isascii()} - {"m", "n", "hm"}
    assert len(syllables) > 400
    missed = {one for one in syllables if "拼音" not in weakness(MODERN, f"{one}-{one}-{one}".ljust(13, "1"))}
    assert missed == set()


@pytest.mark.parametrize("hash_", [None, "", "plain", "$argon2id$broken"])
def test_without_a_usable_hash_nothing_is_right(hash_: str | None) -> None:
    assert not passwords().right("x", hash_)


def test_a_new_password_is_not_the_old_one() -> None:
    checker = passwords()
    with pytest.raises(PeopleError, match="与现在的相同"):
        checker.accept("四月的雨落在旧操场上 7", (), [checker.hash("四月的雨落在旧操场上 7")])


@pytest.mark.parametrize(
    ("policy", "failures", "seconds"),
    [
        (MODERN, 0, 0),
        (MODERN, 4, 0),
        (MODERN, 5, 30),
        (MODERN, 6, 60),
        (MODERN, 10, 900),
        (MODERN, 500, 900),
        (DENGBAO, 4, 0),
        (DENGBAO, 5, 1800),
    ],
)
def test_wrong_passwords_make_the_next_wait(policy: Policy, failures: int, seconds: int) -> None:
    assert policy.wait(failures) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("failures", "seconds"), [(19, 0), (20, 30), (25, 60), (1000, 900)])
def test_an_address_shared_by_many_waits_later(failures: int, seconds: int) -> None:
    assert address_wait(failures) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("policy", "days", "expired"), [(DENGBAO, 89, False), (DENGBAO, 91, True), (MODERN, 4000, False)]
)
def test_only_dengbao_passwords_grow_old(policy: Policy, days: int, expired: bool) -> None:
    set_at = datetime(2026, 1, 1, tzinfo=UTC)
    assert policy.expired(set_at.isoformat(), set_at + timedelta(days=days)) is expired
