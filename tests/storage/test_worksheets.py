"""Whatever anybody sends to be saved is kept; of two writers the second is told."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import UnknownNameError
from app.domain.people import Actor, Person, Role
from app.storage.database import Database, open_database
from app.storage.worksheets import Worksheets

LI = Actor(Person("1", "li", "李四", Role.WRITER, "教务处"))
WANG = Actor(Person("2", "wang", "王五", Role.OFFICE))


@pytest.fixture
def sheets(database: Database) -> Worksheets:
    return Worksheets(database)


def test_before_the_first_save_it_is_empty(sheets: Worksheets) -> None:
    found = sheets.get("foshan", "6.2")
    assert (found.text, found.version) == ("", 0)
    assert sheets.versions("foshan", "6.2") == ()
    assert sheets.version_number("foshan", "6.2") == 0


def test_every_save_is_a_version(sheets: Worksheets) -> None:
    sheets.save(LI, "foshan", "6.2", "一", 0)
    saved = sheets.save(WANG, "foshan", "6.2", "二", 1)
    assert (saved.current, saved.worksheet.version, saved.worksheet.saved_name) == (True, 2, "王五")
    assert [(one.number, one.text, one.saved_by) for one in sheets.versions("foshan", "6.2")] == [
        (2, "二", "2"),
        (1, "一", "1"),
    ]
    assert sheets.of_scheme("foshan").keys() == {"6.2"}
    assert sheets.get("chongqing", "6.2").version == 0


def test_the_second_of_two_writers_is_told_and_both_texts_are_kept(sheets: Worksheets) -> None:
    sheets.save(LI, "foshan", "6.2", "一", 0)
    sheets.save(LI, "foshan", "6.2", "李的", 1)
    saved = sheets.save(WANG, "foshan", "6.2", "王的", 1)
    assert not saved.current
    assert (saved.worksheet.text, saved.worksheet.version) == ("李的", 2)
    assert (saved.version.text, saved.version.number, saved.version.base) == ("王的", 0, 1)
    assert {one.text for one in sheets.versions("foshan", "6.2")} == {"一", "李的", "王的"}


@pytest.mark.parametrize("base", [0, 5])
def test_sent_once_more_it_is_still_one_version(sheets: Worksheets, base: int) -> None:
    """Whoever did not hear that it was saved sends it again."""
    first = sheets.save(LI, "foshan", "6.2", "一", base)
    again = sheets.save(LI, "foshan", "6.2", "一", base)
    assert again.version.id == first.version.id
    assert len(sheets.versions("foshan", "6.2")) == 1


def test_of_eight_at_once_one_is_current_and_none_is_lost(sheets: Worksheets) -> None:
    saves: list[bool] = []
    barrier = threading.Barrier(8)

    def save(number: int) -> None:
        barrier.wait()
        saves.append(sheets.save(LI, "foshan", "6.2", f"第 {number} 份", 0).current)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(saves) == [False] * 7 + [True]
    kept = sheets.versions("foshan", "6.2")
    assert {one.text for one in kept} == {f"第 {number} 份" for number in range(8)}
    assert sorted(one.number for one in kept) == [0] * 7 + [1]


def test_versions_are_found_under_their_own_element_only(sheets: Worksheets) -> None:
    saved = sheets.save(LI, "foshan", "6.2", "一", 0)
    assert sheets.version("foshan", "6.2", saved.version.id).text == "一"
    for scheme, element, id_ in (
        ("foshan", "6.1", saved.version.id),
        ("chongqing", "6.2", saved.version.id),
        ("foshan", "6.2", 999),
    ):
        with pytest.raises(UnknownNameError):
            sheets.version(scheme, element, id_)


def test_an_attachment_that_is_taken_away_keeps_its_row(sheets: Worksheets, database: Database) -> None:
    added = sheets.attach(LI, "foshan", "6.2", "证据.docx", "0" * 64, 5)
    assert sheets.attachments("foshan", "6.2") == (added,)
    assert sheets.attachment("foshan", "6.2", added.id) == added
    with pytest.raises(UnknownNameError):
        sheets.attachment("foshan", "6.1", added.id)
    sheets.detach(WANG, "foshan", "6.2", added.id)
    assert sheets.attachments("foshan", "6.2") == ()
    with pytest.raises(UnknownNameError):
        sheets.detach(WANG, "foshan", "6.2", added.id)


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(saves=st.lists(st.tuples(TEXTS, st.integers(0, 6), st.booleans()), max_size=12))
def test_whatever_the_order_every_text_is_kept_and_the_current_one_is_the_models(
    tmp_path_factory: pytest.TempPathFactory, saves: list[tuple[str, int, bool]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("model")
    database = open_database(f"sqlite:///{folder / 'z.sqlite3'}")
    sheets, text, number = Worksheets(database), "", 0
    for words, base, is_li in saves:
        saved = sheets.save(LI if is_li else WANG, "foshan", "6.2", words, base)
        if number and words == text:
            assert saved.current
        elif base == number:
            text, number = words, number + 1
            assert saved.current
        else:
            assert not saved.current
        assert (saved.worksheet.text, saved.worksheet.version) == (text, number)
    kept = {one.text for one in sheets.versions("foshan", "6.2")}
    database.close()
    assert kept == {words for words, _, _ in saves}
