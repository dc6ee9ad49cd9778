"""The rule that scores answers, itself."""

from __future__ import annotations

import pytest

from app.domain.answers import Answer, Kind, Statement
from app.domain.documents import Span
from app.domain.evidence import Citation
from app.measuring.strict import Wanted, mistakes, score

WANTED = Wanted(
    "x",
    "几个人",
    (),
    "answer",
    (("chongqing", ("6～8 人", "６至８人")),),
    (("6", "六"), ("8", "八")),
    ("10人",),
)


def reply(
    text: str, quoted: str = "人数为6~8人", kind: Kind = Kind.ANSWER, document: str = "chongqing"
) -> Answer:
    return Answer(kind, (Statement(text),), (Citation(document, "四", (), quoted, (Span(0, 1),), (1, 1)),))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (reply("六 到 ８ 人"), []),
        (reply("6 人"), ["lacks 8/八"]),
        (reply("6至8，不是10 人"), ["says 10人"]),
        (reply("6至8", quoted="人数"), ["does not cite 6～8 人"]),
        (reply("6至8", document="foshan"), ["does not cite 6～8 人"]),
        (reply("6至8", kind=Kind.REFUSE), ["kind refuse, not answer"]),
        (reply("68" * 751), ["1502 characters of text"]),
        (reply("68", quoted="6～8 人" * 400), ["2000 characters quoted"]),
    ],
)
def test_an_answer_is_right_in_every_way_or_wrong(answer: Answer, expected: list[str]) -> None:
    assert mistakes(WANTED, answer) == expected


def test_shares_are_counted_over_their_own_questions() -> None:
    refuse = Wanted("y", "", (), "refuse", (), (), ())
    found = score([(WANTED, reply("68")), (WANTED, reply("68", kind=Kind.REFUSE)), (refuse, reply("68"))])
    assert (round(found.strict, 3), found.false_refusals, found.unanswerable_answered) == (0.333, 0.5, 1.0)
    assert len(found.failures) == 2
