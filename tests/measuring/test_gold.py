"""Where the gold clause of a question stands among what the search found."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.domain.documents import Span
from app.domain.errors import CorpusError
from app.domain.evidence import Passage
from app.measuring.gold import Sought, Sources, misses, recall_by_type, seek, table, unheld
from app.measuring.strict import Wanted

TEXT = "一、总则\n专家组人数为 ６～8 人。\n宾馆等级不超过\n三星级标准。\n食堂七点开饭。"
SOURCES = Sources({"a": TEXT, "b": "别的文件。"})


def passage(words: str, document: str = "a") -> Passage:
    start = TEXT.index(words)
    return Passage(0, document, None, "一", (), words, (Span(start, start + len(words)),), (1, 1))


def wanted(*gold: tuple[str, tuple[str, ...]], type_: str = "number", id_: str = "x") -> Wanted:
    return Wanted(id_, "几个人", (), "answer", gold, (), (), type_)


def places(found: Sequence[Passage], *gold: tuple[str, tuple[str, ...]]) -> tuple[int | None, ...]:
    (sought,) = seek([wanted(*gold)], lambda _: found, SOURCES)
    return sought.places


OTHER, EXPERTS, HOTEL = (
    passage("食堂七点开饭。"),
    passage("专家组人数为 ６～8 人。"),
    passage("宾馆等级不超过\n三星级标准。"),
)


@pytest.mark.parametrize(
    ("found", "document", "wordings", "place"),
    [
        ([EXPERTS, OTHER], "a", ("专家组人数为6～8人",), 1),
        ([OTHER, EXPERTS], "a", ("人数为 6—8 人",), None),
        ([OTHER, EXPERTS], "a", ("没有这一句", "６～８人"), 2),
        ([OTHER, HOTEL], "a", ("宾馆等级不超过三星级标准",), 2),
        ([OTHER, EXPERTS], "b", ("专家组人数为6～8人",), None),
        ([passage("宾馆等级不超过\n三星")], "a", ("宾馆等级不超过三星级标准",), 1),
        ([passage("级标准。")], "a", ("宾馆等级不超过三星级标准",), None),
        ([], "a", ("专家组",), None),
    ],
    ids=[
        "found first, width and space aside",
        "another sign is another text",
        "any wording will do",
        "across a line end",
        "of its own document alone",
        "most of a long gold text",
        "its mere end",
        "nothing found",
    ],
)
def test_a_passage_holds_a_gold_text_as_a_citation_of_it_would_show_it(
    found: list[Passage], document: str, wordings: tuple[str, ...], place: int | None
) -> None:
    assert places(found, (document, wordings)) == (place,)


def test_a_text_whose_clause_a_page_end_cuts_is_held_by_the_passage_that_joins_it() -> None:
    joined = Passage(0, "a", None, "一", (), "总则食堂", (Span(2, 4), Span(40, 42)), (1, 5))
    assert places([joined], ("a", ("总则食堂",))) == (1,)


def test_each_gold_clause_has_its_own_place() -> None:
    both = (("a", ("6～8人",)), ("a", ("三星级",)), ("a", ("七点",)))
    assert places([HOTEL, OTHER], *both) == (None, 1, 2)


def test_spans_are_those_of_the_source() -> None:
    (span,) = SOURCES.spans("a", "6～8 人")
    assert TEXT[span.start : span.end] == "６～8 人"
    assert SOURCES.spans("a", " ") == ()
    assert [span.start for span in Sources({"c": "啊啊啊"}).spans("c", "啊啊")] == [0, 1]


def test_an_unknown_document_is_told() -> None:
    with pytest.raises(CorpusError, match="未知的文档“c”；现有：a、b。请改正"):
        places([OTHER], ("c", ("总则",)))


def test_questions_without_gold_are_left_out_and_a_file_of_such_alone_is_told() -> None:
    assert len(seek([wanted(), wanted(("a", ("总则",)))], lambda _: [], SOURCES)) == 1
    with pytest.raises(CorpusError, match="没有一道题写明 gold"):
        seek([wanted()], lambda _: [], SOURCES)


SOUGHT = (
    Sought(wanted(("a", ("总则",)), type_="who", id_="w1"), (1,)),
    Sought(wanted(("a", ("总则",)), type_="who", id_="w2"), (11,)),
    Sought(wanted(("a", ("六",)), ("a", ("八",)), type_="list", id_="l1"), (4, None)),
    Sought(wanted(("a", ("六",)), ("a", ("八",)), type_="list", id_="l2"), (10, 3)),
)


def test_recall_is_told_by_type_and_of_all() -> None:
    found = {
        row.type: (row.questions, [one.mean for one in row.found], row.every.mean)
        for row in recall_by_type(SOUGHT)
    }
    assert list(found) == ["list", "who", "all"]
    assert found["list"] == (2, [0.0, 0.5, 1.0, 1.0], 0.5)
    assert found["who"] == (2, [0.5, 0.5, 0.5, 0.5], 0.5)
    assert found["all"] == (4, [0.25, 0.5, 0.75, 0.75], 0.5)


def test_the_table_has_a_row_a_type_and_intervals_for_all() -> None:
    head, _, first, _, last = table("own.jsonl", recall_by_type(SOUGHT)).split("\n")
    assert head == "| own.jsonl | questions | @1 | @3 | @5 | @10 | every clause @10 |"
    assert first == "| list | 2 | 0.00 | 0.50 | 1.00 | 1.00 | 0.50 |"
    assert last.startswith("| **all** | **4** | **0.25 [0.00–0.75]** |")


def test_misses_are_the_questions_whose_clauses_are_not_first() -> None:
    assert misses(SOUGHT) == (
        "w2 几个人: 总则 @11",
        "l1 几个人: 六 @4, 八 @–",
        "l2 几个人: 六 @10, 八 @3",
    )


def test_gold_that_no_passage_holds_is_named() -> None:
    questions = [wanted(("a", ("一、总则", "总则")), ("a", ("七点",)))]
    assert unheld(questions, [OTHER, EXPERTS, HOTEL], SOURCES) == ("x 一、总则",)
