"""Everyday words and the terms they stand for."""

from __future__ import annotations

import pytest

from app.domain.corpus import Corpus, Everyday
from app.domain.evidence import ReadAs
from app.retrieval.everyday import EverydayWords

ENTRIES = [
    Everyday("老师", ("教师",), 0.8, False),
    Everyday("班主任老师", ("班级导师",), 1.0, False),
    Everyday("扣钱", ("绩效", "奖惩"), 0.5, False),
    Everyday("teacher", ("教师", "师资"), 1.0, False),
    Everyday("lead", ("牵头",), 1.0, False),
    Everyday("钱", ("经费",), 0.9, True),
]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("老师怎么考核", [("老师", ("教师",), 0.8)]),
        ("班主任老师干什么", [("班主任老师", ("班级导师",), 1.0)]),  # the longest at its place
        ("会扣钱吗", [("扣钱", ("绩效", "奖惩"), 0.5)]),
        ("经费多少", [("经费", ("钱",), 0.9)]),  # both ways
        ("教师怎么考核", []),  # one way only
        ("teachers lead", [("teacher", ("教师", "师资"), 1.0), ("lead", ("牵头",), 1.0)]),
        ("leader", []),  # not cut out of a longer word
        ("mislead", []),
        ("", []),
    ],
)
def test_words_are_looked_up(question: str, expected: list[tuple[str, tuple[str, ...], float]]) -> None:
    found = EverydayWords(ENTRIES).in_question(question)
    assert [(meaning.word, meaning.terms, meaning.weight) for meaning in found] == expected


def test_what_is_read_names_its_direction_weight_and_line() -> None:
    words = EverydayWords([Everyday("钱", ("经费", "资金"), 0.9, True, 12)])
    (meaning,) = words.in_question("钱")
    assert meaning.readings == (ReadAs("钱", "经费", 0.9, True, 12), ReadAs("钱", "资金", 0.9, True, 12))
    (meaning,) = words.in_question("经费")
    assert meaning.readings == (ReadAs("经费", "钱", 0.9, True, 12),)


def test_of_two_entries_that_say_the_same_the_weightier_is_read() -> None:
    words = EverydayWords([Everyday("钱", ("经费",), 0.4, True, 3), Everyday("经费", ("钱",), 0.8, False, 7)])
    assert [reading.line for m in words.in_question("经费") for reading in m.readings] == [7]


def test_another_dictionary_is_used_at_once() -> None:
    words = EverydayWords(ENTRIES)
    assert "老师" in words
    assert words.in_question("老师")
    words.use([Everyday("饭堂", ("食堂",), 1.0, False)])
    assert "老师" not in words
    assert words.in_question("老师") == ()
    assert [m.terms for m in words.in_question("饭堂")] == [("食堂",)]


def test_a_question_in_english_is_translated_word_by_word() -> None:
    words = EverydayWords(ENTRIES)
    assert words.translated("who must lead the teachers") == "牵头 教师 师资"
    assert words.translated("quantum") == ""


def test_a_dictionary_without_entries_knows_nothing() -> None:
    assert EverydayWords([]).in_question("老师") == ()


def test_every_word_of_the_real_dictionary_is_found_by_itself(corpus: Corpus) -> None:
    words = EverydayWords(corpus.everyday)
    lost = [entry.word for entry in corpus.everyday if not words.in_question(entry.word.lower())]
    assert lost == []
