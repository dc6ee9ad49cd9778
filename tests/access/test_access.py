"""Ways in: accounts, logins, throttling, first administrator, tokens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.access.access import CODE_TRIES, Access
from app.access.passwords import DENGBAO, MODERN, Passwords
from app.domain.answers import Answer, Kind
from app.domain.errors import LoginError, PeopleError, ThrottledError, UnknownNameError
from app.domain.people import Actor, Person, Role, TokenScope
from app.storage.database import Database, moment
from app.storage.shelf import SqlShelf
from app.storage.tables import PersonRow
from app.storage.worksheets import Worksheets
from tests.access.given import GOOD, HERE, ME, OTHER, access, sqlite


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = sqlite(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def ways(database: Database) -> Access:
    return access(database)


def administrator(ways: Access) -> Person:
    return ways.add(ME, "admin", "管理员", Role.ADMINISTRATOR, password=GOOD)


def actions(ways: Access) -> list[str]:
    return [entry.action for entry in ways.audit.entries()]


def test_without_accounts_whoever_is_here_is_the_local_person(ways: Access) -> None:
    assert ways.by_cookie("", HERE).person.name == "local"
    administrator(ways)
    assert ways.by_cookie("", HERE).person.id == ""


def test_another_process_that_makes_an_account_ends_the_open_door_at_once(
    ways: Access, database: Database
) -> None:
    assert ways.by_cookie("", HERE).person.name == "local"
    administrator(access(database))
    assert ways.by_cookie("", HERE).person.id == ""


def test_the_first_account_must_be_an_administrators(ways: Access) -> None:
    with pytest.raises(PeopleError, match="第一个账号应是管理员"):
        ways.add(ME, "li", "李", Role.READER, password=GOOD)


def test_the_first_administrator_takes_over_what_was_written_before(ways: Access, database: Database) -> None:
    shelf, sheets = SqlShelf(database), Worksheets(database)
    kept, _ = shelf.keep("local", None, "问", None, Answer(Kind.ANSWER, ()), 0)
    sheets.save(ME, "foshan", "6.2", "底稿", 0)
    person = administrator(ways)
    assert [one.id for one in shelf.conversations(person.id)] == [kept.id]
    assert sheets.versions("foshan", "6.2")[0].saved_by == person.id


def test_of_two_first_accounts_at_once_one_is_made(ways: Access) -> None:
    made: list[Person] = []
    refused: list[PeopleError] = []

    def add(name: str, role: Role) -> None:
        try:
            made.append(ways.add(ME, name, name, role))
        except PeopleError as error:
            refused.append(error)

    # Both think they are first; readers among them must not slip in before an administrator.
    threads = [
        threading.Thread(target=add, args=(f"a{i}", Role.ADMINISTRATOR if i == 3 else Role.READER))
        for i in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) + len(refused) == 6
    assert ways.audit.entries()[-1].detail == "administrator"  # the oldest row: who was first


def test_the_one_time_code_makes_one_administrator(ways: Access) -> None:
    with pytest.raises(LoginError, match="代码不对"):
        ways.begin_administration("0000", "admin", "管理员", GOOD, HERE, "")
    secret, person = ways.begin_administration(
        ways.first_code.code.lower() + " ", "admin", "管理员", GOOD, HERE, ""
    )
    assert person.role is Role.ADMINISTRATOR
    assert ways.by_cookie(secret, HERE).person == person
    with pytest.raises(PeopleError, match="已经有账号"):
        ways.begin_administration(ways.first_code.code, "eve", "", GOOD, HERE, "")
    with pytest.raises(PeopleError, match="已经有账号"):  # whatever the code: it opens nothing any more
        ways.begin_administration("0000", "eve", "", GOOD, HERE, "")


def test_the_one_time_code_dies_of_guesses(ways: Access) -> None:
    for _ in range(CODE_TRIES):
        with pytest.raises(LoginError):
            ways.begin_administration("guess", "admin", "", GOOD, HERE, "")
    with pytest.raises(ThrottledError):
        ways.begin_administration(ways.first_code.code, "admin", "", GOOD, HERE, "")


def test_a_right_password_logs_in_however_the_name_is_written(ways: Access) -> None:
    person = administrator(ways)
    secret, found = ways.log_in(" Admin ", GOOD, HERE, "browser")
    assert found == person
    assert ways.by_cookie(secret, HERE).person == person
    assert actions(ways)[0] == "login"


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("admin", "wrong"),
        ("nobody", GOOD),
        ("", ""),
        ("x" * 5000, GOOD),
        ("admin", "x" * 5000),
        ("\x00", "\x00"),
    ],
)
def test_a_wrong_one_is_told_alike_whatever_was_wrong(ways: Access, name: str, password: str) -> None:
    administrator(ways)
    with pytest.raises(LoginError, match="登录名或密码不对，或账号已停用"):
        ways.log_in(name, password, HERE, "")
    assert actions(ways)[0] == "login.failed"


def test_the_right_password_of_a_disabled_account_is_told_and_logged_like_a_wrong_one(ways: Access) -> None:
    administrator(ways)
    li = ways.add(ME, "li", "李", Role.READER, password=OTHER)
    ways.change(ME, li.id, disabled=True)
    with pytest.raises(LoginError, match="登录名或密码不对，或账号已停用"):
        ways.log_in("li", OTHER, HERE, "")
    assert actions(ways)[0] == "login.failed"


def test_an_unknown_name_costs_a_hash_too(ways: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    administrator(ways)
    hashed: list[str] = []
    real = ways.passwords._hashes.verify_and_update

    def noted(password: str, hash_: str) -> tuple[bool, str | None]:
        hashed.append(hash_)
        return real(password, hash_)

    monkeypatch.setattr(ways.passwords._hashes, "verify_and_update", noted)
    for name in ("nobody", "admin"):
        with pytest.raises(LoginError):
            ways.log_in(name, "wrong", HERE, "")
    assert len(hashed) == 2


def test_what_was_typed_for_an_unknown_name_is_not_logged(ways: Access) -> None:
    administrator(ways)
    with pytest.raises(LoginError):
        ways.log_in(OTHER, "x", HERE, "")
    assert OTHER not in repr(ways.audit.entries())


def test_five_failures_make_an_account_wait_even_with_the_right_password(ways: Access) -> None:
    administrator(ways)
    for _ in range(5):
        with pytest.raises(LoginError):
            ways.log_in("admin", "wrong", HERE, "")
    with pytest.raises(ThrottledError) as raised:
        ways.log_in("admin", GOOD, "10.0.0.10", "")
    assert 0 < raised.value.seconds <= 30
    assert actions(ways)[0] == "login.throttled"


def test_the_count_outlives_a_restart_and_ends_with_a_reset(ways: Access, database: Database) -> None:
    person = administrator(ways)
    for _ in range(5):
        with pytest.raises(LoginError):
            ways.log_in("admin", "wrong", HERE, "")
    again = access(database)
    with pytest.raises(ThrottledError):
        again.log_in("admin", GOOD, HERE, "")
    password = again.reset(ME, person.id)
    assert again.log_in("admin", password, HERE, "")[1].must_change


def test_a_right_password_forgets_the_failures_before(ways: Access) -> None:
    administrator(ways)
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(LoginError):
                ways.log_in("admin", "wrong", HERE, "")
        ways.log_in("admin", GOOD, HERE, "")


def test_an_address_that_tries_many_names_must_wait(ways: Access) -> None:
    administrator(ways)
    for number in range(20):
        with pytest.raises(LoginError):
            ways.log_in(f"name{number}", "wrong", HERE, "")
    with pytest.raises(ThrottledError):
        ways.log_in("admin", GOOD, HERE, "")
    ways.log_in("admin", GOOD, "10.0.0.10", "")


def test_a_login_of_ones_own_buys_no_guesses_at_others(ways: Access) -> None:
    administrator(ways)

    def guess() -> None:
        for number in range(60):
            with suppress(LoginError):
                ways.log_in(f"name{number}", "wrong", HERE, "")
            if number % 5 == 0:
                ways.log_in("admin", GOOD, HERE, "")

    with pytest.raises(ThrottledError):
        guess()


def test_guesses_at_once_are_each_counted(ways: Access) -> None:
    administrator(ways)
    told: list[type[BaseException]] = []

    def guess() -> None:
        try:
            ways.log_in("admin", "wrong", HERE, "")
        except (LoginError, ThrottledError) as error:
            told.append(type(error))

    threads = [threading.Thread(target=guess) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count(LoginError) == 5
    assert told.count(ThrottledError) == 25


def test_disabling_ends_sessions_and_tokens_and_enabling_does_not_bring_them_back(ways: Access) -> None:
    administrator(ways)
    li = ways.add(ME, "li", "李", Role.READER, password=OTHER)
    secret, _ = ways.log_in("li", OTHER, HERE, "")
    key = ways.make_token(Actor(li), "程序", [TokenScope.READ], 1)
    ways.change(ME, li.id, disabled=True)
    for _ in range(2):
        assert ways.by_cookie(secret, HERE).person.id == ""
        assert ways.by_token(key, HERE).person.id == ""
        with pytest.raises((LoginError, ThrottledError)):
            ways.log_in("li", "wrong" if _ else OTHER, HERE, "")
        ways.change(ME, li.id, disabled=False)


def test_the_last_administrator_stays(ways: Access) -> None:
    person = administrator(ways)
    for change in ({"disabled": True}, {"role": Role.READER}):
        with pytest.raises(PeopleError, match="最后一个可用的管理员"):
            ways.change(ME, person.id, **change)
    assert ways.people.get(person.id) == person


def test_two_administrators_who_disable_each_other_at_once_leave_one(ways: Access) -> None:
    one = administrator(ways)
    for _ in range(5):
        two = next((p for p in ways.people.all() if p.name == "two"), None) or ways.add(
            ME, "two", "二", Role.ADMINISTRATOR
        )
        for person in (one, two):
            if ways.people.get(person.id).disabled:
                ways.change(ME, person.id, disabled=False)
        barrier = threading.Barrier(2)

        def disable(person: Person, barrier: threading.Barrier = barrier) -> None:
            barrier.wait()
            with suppress(PeopleError):
                ways.change(ME, person.id, disabled=True)

        threads = [threading.Thread(target=disable, args=(person,)) for person in (one, two)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(not ways.people.get(person.id).disabled for person in (one, two)) == 1


def test_a_new_password_keeps_this_session_and_ends_the_others(ways: Access) -> None:
    person = administrator(ways)
    here, there = (ways.log_in("admin", GOOD, HERE, "")[0] for _ in range(2))
    ways.change_password(Actor(person, HERE), GOOD, OTHER, here)
    assert ways.by_cookie(here, HERE).person.id == person.id
    assert ways.by_cookie(there, HERE).person.id == ""
    with pytest.raises(LoginError):
        ways.log_in("admin", GOOD, HERE, "")
    ways.log_in("admin", OTHER, HERE, "")


def test_a_new_password_needs_the_old_one_and_guesses_are_counted(ways: Access) -> None:
    person = administrator(ways)
    for _ in range(5):
        with pytest.raises(LoginError, match="现在的密码不对"):
            ways.change_password(Actor(person, HERE), "wrong", OTHER, "")
    with pytest.raises(ThrottledError):
        ways.change_password(Actor(person, HERE), GOOD, OTHER, "")


def test_a_reset_ends_everything_and_asks_for_a_new_password(ways: Access) -> None:
    person = administrator(ways)
    secret, _ = ways.log_in("admin", GOOD, HERE, "")
    key = ways.make_token(Actor(person), "程序", [TokenScope.READ], 1)
    given = ways.reset(ME, person.id)
    assert ways.by_cookie(secret, HERE).person.id == ""
    assert ways.by_token(key, HERE).person.id == ""
    secret, _ = ways.log_in("admin", given, HERE, "")
    assert ways.must_change(ways.by_cookie(secret, HERE))
    ways.change_password(ways.by_cookie(secret, HERE), given, OTHER, secret)
    assert not ways.must_change(ways.by_cookie(secret, HERE))


def test_dengbao_remembers_five_passwords(database: Database) -> None:
    ways = access(database, DENGBAO)
    chain = [f"Kq{letter}7wPfm-2LxV" for letter in "abcdef"]
    person = ways.add(ME, "admin", "管理员", Role.ADMINISTRATOR, password=chain[0])
    for old, new in pairwise(chain):
        ways.change_password(Actor(person, HERE), old, new, "")
    with pytest.raises(PeopleError, match="最近 5 次"):
        ways.change_password(Actor(person, HERE), chain[5], chain[1], "")
    ways.change_password(Actor(person, HERE), chain[5], chain[0], "")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "登录名"),
        ("a b", "登录名"),
        ("x" * 41, "登录名"),
        ("<script>", "登录名"),
        ("a/b", "登录名"),
        ("a\u202eb", "登录名"),
        ("ADMIN", "已经有了"),
    ],
)
def test_a_name_that_cannot_be_taken_is_told(ways: Access, name: str, told: str) -> None:
    administrator(ways)
    with pytest.raises(PeopleError, match=told):
        ways.add(ME, name, "某人", Role.READER)


def test_a_writer_needs_a_department_that_there_is(ways: Access) -> None:
    administrator(ways)
    with pytest.raises(PeopleError, match="要有部门"):
        ways.add(ME, "li", "李", Role.WRITER)
    with pytest.raises(PeopleError, match="没有部门“火星处”"):
        ways.add(ME, "li", "李", Role.WRITER, "火星处", departments=("教务处",))
    li = ways.add(ME, "li", "李", Role.WRITER, "教务处", departments=("教务处",))
    with pytest.raises(PeopleError, match="要有部门"):
        ways.change(ME, li.id, department="")


@pytest.mark.parametrize(
    ("name", "scopes", "days", "told"),
    [
        ("", [TokenScope.READ], 1, "名字"),
        ("x", [], 1, "至少选一项"),
        ("x", [TokenScope.READ], 0, "1–366"),
        ("x", [TokenScope.READ], 367, "1–366"),
    ],
)
def test_a_token_that_cannot_be_made_is_told(
    ways: Access, name: str, scopes: list[TokenScope], days: int, told: str
) -> None:
    person = administrator(ways)
    with pytest.raises(PeopleError, match=told):
        ways.make_token(Actor(person), name, scopes, days)


def test_no_secret_lies_in_the_database_in_clear(ways: Access, database: Database, tmp_path: Path) -> None:
    person = administrator(ways)
    secret, _ = ways.log_in("admin", GOOD, HERE, "")
    key = ways.make_token(Actor(person), "程序", [TokenScope.READ], 1)
    database.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert person.id.encode() in kept
    for hidden in (secret, key, key.removeprefix("zhengai_"), GOOD):
        assert hidden.encode() not in kept


def between(ways: Access, monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Lets something happen while the next password is being looked at, which takes its time."""
    real, waiting = ways.passwords.checked, [happens]

    def checked(password: str, hash_: str | None) -> tuple[bool, str | None]:
        found = real(password, hash_)
        if waiting:
            waiting.pop()()
        return found

    monkeypatch.setattr(ways.passwords, "checked", checked)


def test_whoever_is_disabled_while_logging_in_is_not_let_in(
    ways: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    administrator(ways)
    li = ways.add(ME, "li", "李", Role.READER, password=OTHER)
    between(ways, monkeypatch, lambda: ways.change(ME, li.id, disabled=True))
    with pytest.raises(LoginError, match="停用"):
        ways.log_in("li", OTHER, HERE, "")
    ways.change(ME, li.id, disabled=False)
    assert ways.logins.of(li.id) == ()


def test_a_password_that_is_reset_while_it_is_looked_at_logs_nobody_in(
    ways: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = administrator(ways)
    between(ways, monkeypatch, lambda: ways.reset(ME, person.id))
    with pytest.raises(LoginError, match="换了密码"):
        ways.log_in("admin", GOOD, HERE, "")
    assert ways.logins.of(person.id) == ()


def test_a_reset_is_not_undone_by_a_hash_made_anew_meanwhile(
    ways: Access, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, given = administrator(ways), ""
    dearer = Access(
        database, Passwords(MODERN, PasswordHash((Argon2Hasher(time_cost=2, memory_cost=8, parallelism=1),)))
    )

    def reset() -> None:
        nonlocal given
        given = ways.reset(ME, person.id)

    between(dearer, monkeypatch, reset)
    with pytest.raises(LoginError):
        dearer.log_in("admin", GOOD, HERE, "")
    assert ways.log_in("admin", given, HERE, "")[1].must_change


def test_a_hash_of_other_parameters_is_made_anew_at_the_next_login(ways: Access, database: Database) -> None:
    person = administrator(ways)
    before = ways.people.credentials_of(person.id)
    dearer = Access(
        database, Passwords(MODERN, PasswordHash((Argon2Hasher(time_cost=2, memory_cost=8, parallelism=1),)))
    )
    dearer.log_in("admin", GOOD, HERE, "")
    after = dearer.people.credentials_of(person.id)
    assert before.password
    assert after.password
    assert ("t=1," in before.password, "t=2," in after.password) == (True, True)
    assert after.password_at == before.password_at
    ways.log_in("admin", GOOD, HERE, "")


def test_a_reset_wins_over_whoever_changes_the_password_at_that_moment(
    ways: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, given = administrator(ways), ""

    def reset() -> None:
        nonlocal given
        given = ways.reset(ME, person.id)

    secret, _ = ways.log_in("admin", GOOD, HERE, "")
    between(ways, monkeypatch, reset)
    with pytest.raises(LoginError, match="刚刚被换过"):
        ways.change_password(Actor(person, HERE), GOOD, OTHER, secret)
    assert ways.log_in("admin", given, HERE, "")[1].must_change


def test_a_token_is_not_made_for_whoever_was_disabled_meanwhile(ways: Access) -> None:
    administrator(ways)
    li = ways.add(ME, "li", "李", Role.READER)
    ways.change(ME, li.id, disabled=True)
    with pytest.raises(LoginError, match="停用"):
        ways.make_token(Actor(li), "程序", [TokenScope.READ], 1)


def test_of_two_who_hold_the_one_time_code_at_once_one_administers(ways: Access) -> None:
    barrier = threading.Barrier(4)
    told: list[str] = []

    def begin(number: int) -> None:
        barrier.wait()
        try:
            ways.begin_administration(ways.first_code.code, f"admin{number}", "", GOOD, HERE, "")
            told.append("made")
        except PeopleError as error:
            told.append(str(error))

    together(begin, 4)
    assert told.count("made") == 1
    assert len(told) == 4
    assert len(ways.people.all()) == 1


def test_the_right_code_with_a_weak_password_is_no_guess(ways: Access) -> None:
    for _ in range(CODE_TRIES + 1):
        with pytest.raises(PeopleError, match="这个密码不能用"):
            ways.begin_administration(ways.first_code.code, "admin", "", "weak", HERE, "")
    ways.begin_administration(ways.first_code.code, "admin", "", GOOD, HERE, "")


def test_the_first_administrator_takes_over_attachments_too(ways: Access, database: Database) -> None:
    sheets = Worksheets(database)
    sheets.attach(ME, "foshan", "6.2", "证据.docx", "0" * 64, 1)
    administrator(ways)
    assert sheets.attachments("foshan", "6.2")[0].added_name == "管理员"


def test_nobody_after_the_first_takes_over_what_is_there(ways: Access, database: Database) -> None:
    person = administrator(ways)
    Worksheets(database).save(Actor(person), "foshan", "6.2", "底稿", 0)
    ways.add(ME, "two", "二", Role.ADMINISTRATOR)
    assert Worksheets(database).versions("foshan", "6.2")[0].saved_by == person.id


def test_a_login_name_is_one_whichever_way_it_is_typed(ways: Access) -> None:
    person = administrator(ways)
    assert ways.log_in("Ａｄｍｉｎ", GOOD, HERE, "")[1] == person
    with pytest.raises(PeopleError, match="已经有了"):
        ways.add(ME, "ａｄｍｉｎ", "冒充", Role.READER)


@pytest.mark.parametrize("name", ["\ud800", "ad\x00min", "a" * 5000])
def test_what_is_no_name_logs_nobody_in(ways: Access, name: str) -> None:
    administrator(ways)
    with pytest.raises(LoginError):
        ways.log_in(name, GOOD, HERE, "")
    with pytest.raises(UnknownNameError):
        ways.people.named(name)


def test_two_administrators_who_demote_each_other_at_once_leave_one(ways: Access) -> None:
    one = administrator(ways)
    two = ways.add(ME, "two", "二", Role.ADMINISTRATOR)
    barrier = threading.Barrier(2)

    def demote(number: int) -> None:
        barrier.wait()
        with suppress(PeopleError):
            ways.change(ME, (one, two)[number].id, role=Role.READER)

    together(demote, 2)
    assert sorted(ways.people.get(person.id).role for person in (one, two)) == ["administrator", "reader"]


def test_a_name_that_stands_in_a_random_password_makes_no_trouble(
    ways: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    administrator(ways)
    made = iter(["kQz7w-Pf-liu-xV9-aa", "kQz7w-Pfm2L-xV9ab-cdefg"])
    monkeypatch.setattr("app.access.access.temporary", lambda: next(made))
    assert ways.add_with_temporary(ME, "liu", "刘", Role.READER, "")[1] == "kQz7w-Pfm2L-xV9ab-cdefg"


def test_a_person_without_a_display_name_is_shown_by_their_login_name(ways: Access) -> None:
    person = administrator(ways)
    assert ways.change(ME, person.id, display=" \t").display == "admin"


def test_whoever_has_no_password_is_told_so_and_not_counted(ways: Access) -> None:
    person = ways.add(ME, "admin", "管理员", Role.ADMINISTRATOR, external="https://login sub")
    for _ in range(7):
        with pytest.raises(PeopleError, match="没有密码可改"):
            ways.change_password(Actor(person, HERE), "x", OTHER, "")


def test_a_dengbao_password_must_be_changed_after_ninety_days(database: Database) -> None:
    ways = access(database, DENGBAO)
    person = ways.add(ME, "admin", "管理员", Role.ADMINISTRATOR, password="Kqa7wPfm-2LxV")
    for days, must in ((89, False), (91, True)):
        with database.writing() as session:
            row = session.get(PersonRow, person.id)
            assert row is not None
            row.password_at = moment(datetime.now(UTC) - timedelta(days=days))
            session.add(row)
        assert ways.must_change(Actor(person)) is must
    ways.change_password(Actor(person, HERE), "Kqa7wPfm-2LxV", "Kqb7wPfm-2LxV", "")
    assert not ways.must_change(Actor(person))
    assert not access(database).must_change(Actor(person))


def test_a_password_of_ones_own_leaves_ones_programs_alone(ways: Access) -> None:
    person = administrator(ways)
    key = ways.make_token(Actor(person), "程序", [TokenScope.READ], 1)
    ways.change_password(Actor(person, HERE), GOOD, OTHER, "")
    assert ways.by_token(key, HERE).person.id == person.id


def together(do: Callable[[int], None], count: int) -> None:
    """Does it in so many threads."""
    threads = [threading.Thread(target=do, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
