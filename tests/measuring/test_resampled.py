"""Resampled text: as much as wanted, the same for the same seed, new in every clause."""

from __future__ import annotations

import pytest

from app.indexing.library import ClauseText
from app.measuring.resampled import documents, pieces

BASE = [
    ClauseText(
        "学籍条例第三条",
        "学生应当在每学年开学之日起十五日内，持有关证件到所在学院报到；逾期未报到的，视为放弃学籍。",
    ),
    ClauseText(
        "资助条例第二十一条",
        "学校设立助学金，每人每年4000元。申请人应当向主管部门提交2份材料，由委员会审定。",
    ),
    ClauseText("", "本办法自发布之日起施行。"),
]


def texts(clauses: int, most: int = 20, seed: int = 0) -> list[str]:
    return [clause.text for _, own in documents(BASE, clauses, most, seed) for clause in own]


def test_what_was_written_comes_first_and_unchanged() -> None:
    ((_, own),) = documents(BASE, 2, 20)
    assert own == BASE[:2]
    assert texts(50)[:3] == [clause.text for clause in BASE]


@pytest.mark.parametrize(("clauses", "sizes"), [(40, [20, 20]), (45, [20, 20, 5]), (7, [7]), (0, [])])
def test_there_are_as_many_clauses_as_wanted_in_documents_of_one_size(clauses: int, sizes: list[int]) -> None:
    found = list(documents(BASE, clauses, 20))
    assert [len(own) for _, own in found] == sizes
    assert len({id_ for id_, _ in found}) == len(found)


@pytest.mark.parametrize("base", [BASE, BASE[2:], [ClauseText("", "ok")], [ClauseText("", "")]])
def test_no_two_clauses_are_equal_however_little_there_is_to_make_them_of(base: list[ClauseText]) -> None:
    assert len({clause.text for _, own in documents(base, 600, 20) for clause in own}) == 600


def test_the_same_seed_gives_the_same_and_another_seed_other_text() -> None:
    assert texts(60) == texts(60)
    assert texts(60)[3:] != texts(60, seed=1)[3:]


def test_fewer_clauses_are_the_first_of_more() -> None:
    assert texts(100)[:40] == texts(40)


def test_a_new_clause_has_parts_of_two_and_other_numbers_and_names() -> None:
    made = texts(400)[3:]
    assert any("持有关证件" in text and "委员会审定" in text for text in made)
    assert len({text.partition("每人每年")[2][:4] for text in made if "每人每年" in text}) > 20
    assert sum("4000元" in text for text in made) < 10


def test_a_document_is_of_one_place() -> None:
    _, (_, second) = documents(BASE, 40, 20)
    assert len({clause.heading[:3] for clause in second}) == 1


def test_the_vocabulary_goes_on_growing() -> None:
    first, then = set("".join(texts(300))), set("".join(texts(3000)))
    assert len(then) > len(first)


def test_pieces_can_be_asked_for() -> None:
    found = list(pieces(clause.text for clause in BASE))
    assert "逾期未报到的" in found
    assert "学校设立助学金" in found
    assert all(6 <= len(piece) <= 24 for piece in found)
