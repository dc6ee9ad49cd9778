"""The conclusion rehearsed: both readings of the unclear rule, never for a scheme without one."""

from __future__ import annotations

import pytest

from app.domain.corpus import Corpus
from app.domain.errors import UnknownNameError
from app.drafting.conclusion import BOTH, EITHER, Rehearsal, rehearse

# (elements that agreed, measures good) → (both at once, either), of 15 elements all said
TABLE = [
    (15, True, "有效", "有效"),
    (12, True, "有效", "有效"),
    (12, False, "待改进", "异常"),
    (11, True, "待改进", "待改进"),
    (10, True, "待改进", "待改进"),
    (10, False, "待改进", "异常"),
    (9, True, "待改进", "异常"),
    (9, False, "异常", "异常"),
    (0, False, "异常", "异常"),
]


def rehearsal(corpus: Corpus, yes: int, measures: bool | None, unsaid: int = 0) -> Rehearsal:
    scheme = corpus.schemes["chongqing"]
    codes = [element.code for element in scheme.elements()][: 15 - unsaid]
    return rehearse(corpus, scheme, {code: i < yes for i, code in enumerate(codes)}, measures)


@pytest.mark.parametrize(("yes", "measures", "both", "either"), TABLE)
def test_conclusions(corpus: Corpus, yes: int, measures: bool, both: str, either: str) -> None:
    told = rehearsal(corpus, yes, measures)
    assert [(one.name, one.conclusions) for one in told.readings] == [(BOTH, (both,)), (EITHER, (either,))]
    assert told.certain == (both if both == either else "")
    assert bool(told.unclear) == (both != either)
    assert [ground.lines for ground in told.grounds] == [(93,), (95,), (97,)] or len(told.grounds) == 3


def test_what_is_not_said_yet_leaves_conclusions_open(corpus: Corpus) -> None:
    told = rehearsal(corpus, 10, True, unsaid=3)
    assert (told.agreed, told.differing, told.unsaid) == (10, 2, 3)
    assert told.readings[0].conclusions == ("有效", "待改进")
    assert rehearsal(corpus, 12, None).readings[0].conclusions == ("有效", "待改进")


def test_no_conclusion_for_a_scheme_without_the_rule(corpus: Corpus) -> None:
    with pytest.raises(UnknownNameError, match=r"佛山方案没有规定复核结论的标准.*不适用于它的 16 个要素"):
        rehearse(corpus, corpus.schemes["foshan"], {}, True)


def test_an_element_the_scheme_has_not_is_named(corpus: Corpus) -> None:
    with pytest.raises(UnknownNameError, match=r"没有要素“6\.2”"):
        rehearse(corpus, corpus.schemes["chongqing"], {"6.2": True}, True)
