"""How far a report is, what is missing, by when it must be public."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.corpus import Corpus
from app.domain.drafts import Status
from app.drafting.dates import earliest, in_words, is_date, latest, normal
from app.drafting.progress import by_department, due_months, missing_materials, owners, publication


def test_progress_by_department_counts_an_element_for_each_of_its_own() -> None:
    states = {"1.1": Status.ACCEPTED, "1.2": Status.DRAFTING, "1.3": Status.ASSIGNED}
    told = by_department(
        states, {"1.1": ("教务处", "质控办"), "1.2": ("教务处",)}, ("质控办", "教务处", "校办")
    )
    assert [(one.name, one.elements, one.done) for one in told] == [
        ("质控办", ("1.1",), 1),
        ("教务处", ("1.1", "1.2"), 1),
        ("", ("1.3",), 0),
    ]
    assert told[1].states == (("撰写中", 1), ("已通过", 1))


def test_owners_and_months_come_from_the_scheme_that_has_them(corpus: Corpus) -> None:
    element = corpus.schemes["foshan"].element("1.2")
    assert element is not None
    assert owners(element)[0] == "人事处"
    assert due_months(element) == ("2019-04",)
    other = corpus.schemes["chongqing"].element("1.2")
    assert other is not None
    assert owners(other) == ()
    assert due_months(other) == ()


def test_materials_and_the_day_of_publication(corpus: Corpus) -> None:
    rule = corpus.schemes["chongqing"].review
    assert rule is not None
    assert len(rule.materials) == 6
    missing = missing_materials(rule, {0, 1, 2, 3, 4})
    assert missing == ("学校所在地区的区域经济社会事业发展规划。",)
    told = publication(rule, date(2026, 5, 10), date(2026, 4, 1))
    assert told is not None
    assert (told.day, told.left) == (date(2026, 4, 10), 9)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025", "2025"),
        ("2025年9月", "2025-09"),
        ("２０２５.9.3", "2025-09-03"),
        ("2025/12/1", "2025-12-01"),
        ("2025年", "2025"),
    ],
)
def test_dates(text: str, iso: str) -> None:
    assert normal(text) == iso


@pytest.mark.parametrize("text", ["", "去年", "2025-13", "2025-02-30", "20259", "1600", "2025-09-01-01"])
def test_what_is_no_date(text: str) -> None:
    assert not is_date(text)


def test_the_days_a_date_may_mean() -> None:
    assert (earliest("2024"), latest("2024")) == (date(2024, 1, 1), date(2024, 12, 31))
    assert latest("2024-02") == date(2024, 2, 29)
    assert in_words("2025-09") == "2025年9月"
    assert in_words("何时") == "何时"
