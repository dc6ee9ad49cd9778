"""Words that only the dictionary knows are read as the term they stand for."""

from __future__ import annotations

import pytest

from app.domain.corpus import Everyday
from app.retrieval.everyday import EverydayWords
from app.retrieval.strangers import Strangers

ENTRIES = [
    Everyday("蓝本子", ("自我诊断报告",), 1.0, False, 5),
    Everyday("饭堂", ("食堂",), 0.9, False, 6),
    Everyday("双轮", ("两链", "螺旋"), 1.0, False, 7),
    Everyday("课本", ("教材",), 1.0, False, 8),
    Everyday("cqa", ("质量保证",), 1.0, False, 9),
    Everyday("蓝本", ("食堂",), 1.0, False, 10),
    Everyday("期末考", ("期终考核",), 1.0, True, 11),
]
KNOWN = "课本怎么选\n食堂几点开门\n自我诊断报告\n质量保证"


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("蓝本子多久写一次", "自我诊断报告多久写一次"),
        ("蓝本子和蓝本子", "自我诊断报告和自我诊断报告"),
        ("饭堂几点开门", "饭堂几点开门"),  # no synonym at full weight
        ("双轮是什么", "双轮是什么"),  # two terms: search weighs them
        ("课本怎么选", "课本怎么选"),  # asked before: search knows it
        ("cqa谁负责", "质量保证谁负责"),
        ("cqa和ecqa", "质量保证和ecqa"),  # not cut out of a longer word
        ("蓝本子和蓝本", "自我诊断报告和食堂"),  # a word within a longer one
        ("期终考核怎么办", "期终考核怎么办"),  # what it stands for is no better known
        ("who does cqa", "who does cqa"),  # translated by the search
        ("", ""),
    ],
)
def test_a_stranger_is_read_as_its_one_term(question: str, read: str) -> None:
    assert Strangers(EverydayWords(ENTRIES), lambda: KNOWN).read(question)[0] == read


def test_what_was_read_names_the_line() -> None:
    _, (reading,) = Strangers(EverydayWords(ENTRIES), lambda: KNOWN).read("蓝本子多久写一次")
    assert (reading.word, reading.term, reading.line) == ("蓝本子", "自我诊断报告", 5)


def test_the_texts_are_only_looked_at_where_a_synonym_stands_in_the_question() -> None:
    def known() -> str:
        raise AssertionError("looked at")

    strangers = Strangers(EverydayWords(ENTRIES), known)
    assert strangers.read("饭堂几点开门") == ("饭堂几点开门", ())
    with pytest.raises(AssertionError, match="looked at"):
        strangers.read("蓝本子多久写一次")
