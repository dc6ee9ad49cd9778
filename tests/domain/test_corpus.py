"""A corpus without some documents is what it would be had they never been there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.corpus import INFERRED, CitedDocument, Corpus, Definition, Oddity
from app.domain.schemes import speaks_of
from tests.doors import corpus

FOSHAN, CHONGQING = frozenset({"foshan"}), frozenset({"chongqing"})


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("重庆方案没有写", True),
        ("CQ 6.2", True),
        ("the Chongqing scheme", True),
        ("in chongqing", True),
        ("ACQUIRE", False),
        ("cqx", False),
        ("佛山方案没有写", False),
        ("", False),
    ],
)
def test_latin_names_are_whole_words(text: str, speaks: bool) -> None:
    assert speaks_of(text, ("重庆", "Chongqing", "CQ", "")) is speaks


def test_with_every_document_it_is_the_same_corpus() -> None:
    assert corpus().restricted(frozenset({"foshan", "chongqing", "unknown"})) is corpus()


@pytest.mark.parametrize(("readable", "name"), [(FOSHAN, "重庆"), (CHONGQING, "佛山")])
def test_all_of_a_document_goes_with_it(readable: frozenset[str], name: str) -> None:
    left = corpus().restricted(readable | {"unknown"})
    assert left.documents.keys() == left.schemes.keys() == readable
    assert left.crosswalks == ()
    assert {o.document for o in left.oddities} == {d.document for d in left.definitions} == readable
    assert {document for c in left.cited for document, _ in c.mentions} == readable
    assert (left.terms, left.everyday, left.fingerprint) == (
        corpus().terms,
        corpus().everyday,
        corpus().fingerprint,
    )
    assert name in repr(corpus().schemes)
    assert name not in repr((left.documents, left.schemes, left.oddities, left.definitions))


def test_what_both_say_stays_with_the_one_that_is_left() -> None:
    def mentions(of: Corpus) -> dict[str, tuple[tuple[str, int], ...]]:
        return {c.number: c.mentions for c in of.cited if c.number}

    assert mentions(corpus().restricted(CHONGQING)) == {
        "教职成厅〔2015〕2号": (("chongqing", 5),),
        "教职成司函〔2015〕168号": (("chongqing", 5),),
        "渝教高〔2009〕17号": (("chongqing", 45),),
    }


def test_a_reason_that_rests_on_what_is_gone_is_left_out_and_the_mark_stays() -> None:
    point = corpus().schemes["chongqing"].point("chongqing:1.1.2")
    left = corpus().restricted(CHONGQING).schemes["chongqing"].point("chongqing:1.1.2")
    assert point is not None
    assert "佛山" in point.name_inferred
    assert left == replace(point, name_inferred=INFERRED)
    table = corpus().restricted(CHONGQING).documents["chongqing"].table("chongqing:附件2")
    inferred = [cell.inferred for row in table.rows for cell in row.cells if cell.inferred]
    assert inferred.count(INFERRED) == 6
    assert len(inferred) > 6
    assert len(table.repairs) == len(corpus().documents["chongqing"].table("chongqing:附件2").repairs) - 6


def test_what_is_ours_and_speaks_of_it_goes_too() -> None:
    ours = replace(
        corpus(),
        oddities=(
            Oddity("a", "foshan", (1,), (), "重庆方案写法不同。"),
            Oddity("b", "foshan", (1,), (), "写法不一。"),
        ),
        definitions=(
            Definition("甲", (), None, (), "原文都没有定义。"),
            Definition("乙", (), None, (), "只有CQ方案有。"),
            Definition("丙", (), "chongqing", (), "没有定义。"),
        ),
        cited=(CitedDocument("1号", "甲", (("foshan", 1), ("chongqing", 2))),),
    ).restricted(FOSHAN)
    assert [o.id for o in ours.oddities] == ["b"]
    assert [d.term for d in ours.definitions] == ["甲"]
    assert ours.cited[0].mentions == (("foshan", 1),)


def test_terms_that_it_alone_has_are_withheld() -> None:
    assert {"戴伟重", "任波"} & {word for word, _, _ in corpus().terms} == {"戴伟重", "任波"}
    assert "戴伟重" in corpus().restricted(FOSHAN).withheld
    assert "徐小增" in corpus().restricted(CHONGQING).withheld
    assert "诊改" not in corpus().restricted(CHONGQING).withheld
    assert corpus().withheld == frozenset()


def test_it_can_be_restricted_again() -> None:
    once = corpus().restricted(FOSHAN)
    nothing = once.restricted(CHONGQING)
    assert (nothing.documents, nothing.schemes, nothing.cited) == ({}, {}, ())
    assert once.withheld < nothing.withheld
