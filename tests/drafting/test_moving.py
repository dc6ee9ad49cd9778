"""Moving a draft to another scheme: no sentence lost, a split asks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.corpus import Corpus
from app.domain.drafts import Cell, Evidence, Part, PartKey, Report, Sentence, Source, SourceKind
from app.domain.errors import ReportError
from app.domain.schemes import Crosswalk
from app.drafting.moving import Moved, merged, move
from tests.drafting.written import cell, report


def moved(corpus: Corpus, whole: Report, to: str, choices: dict[tuple[str, str], str] | None = None) -> Moved:
    walk = corpus.crosswalk("foshan", "chongqing")
    assert walk is not None
    return move(whole, walk, corpus.schemes, to, choices)


def test_two_elements_become_one_and_no_sentence_is_lost(corpus: Corpus) -> None:
    first = cell(
        "3.1", {"成绩": "规划已印发。", "措施": "每年修订。"}, [Evidence("E1", "规划", points=("3.1.1",))]
    )
    second = cell("3.2", {"成绩": "课程诊改每学期一次。\n", "问题": "覆盖面小。"}, [Evidence("E1", "记录")])
    result = moved(corpus, report(first, second, scheme="foshan", form=""), "chongqing")
    one = result.report.cell("2.3")
    assert one.text(PartKey.ACHIEVEMENTS) == "规划已印发。\n课程诊改每学期一次。\n"
    assert one.text(PartKey.PROBLEMS) == "覆盖面小。"
    assert [(piece.id, piece.text) for piece in one.evidence] == [("E1", "规划"), ("E2", "记录")]
    assert one.evidence[0].points == ("2.3.1",)
    row = next(row for row in result.moves if row.element == "2.3")
    assert (row.sources, row.relation) == (("3.1", "3.2"), "两个要素并为一个")
    assert result.report.form == "chongqing"
    assert not result.questions


def test_a_split_asks_where_each_sentence_goes(corpus: Corpus) -> None:
    one = cell("2.3", {"成绩": "课程建设规划已印发。课程诊改每学期一次。"}, [Evidence("E1", "台账")])
    whole = report(one)
    asked = moved(corpus, whole, "foshan")
    assert [(q.id, q.choices) for q in asked.questions] == [
        ("s1", ("3.1", "3.2")),
        ("s2", ("3.1", "3.2")),
        ("E1", ("3.1", "3.2")),
    ]
    assert [q.guess for q in asked.questions][:2] == ["3.1", "3.2"]
    choices = {("2.3", "s1"): "3.1", ("2.3", "s2"): "3.2", ("2.3", "E1"): "3.2"}
    told = moved(corpus, whole, "foshan", choices)
    assert not told.questions
    assert told.report.cell("3.1").text(PartKey.ACHIEVEMENTS) == "课程建设规划已印发。"
    assert told.report.cell("3.2").text(PartKey.ACHIEVEMENTS) == "课程诊改每学期一次。"
    assert [piece.text for piece in told.report.cell("3.2").evidence] == ["台账"]


def test_without_a_crosswalk_nothing_moves(corpus: Corpus) -> None:
    with pytest.raises(ReportError, match="没有从 chongqing 到 chongqing 的对照表"):
        moved(corpus, report(), "chongqing")
    with pytest.raises(ReportError):
        move(report(), Crosswalk(("a", "b"), (), ()), corpus.schemes, "a")


SENTENCES = st.lists(st.text(alphabet="甲乙。；\n", min_size=1, max_size=8), max_size=5)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from(list(PartKey)), SENTENCES, max_size=4), min_size=1, max_size=3)
)
def test_merging_loses_no_sentence_and_no_link(drafts: list[dict[PartKey, list[str]]]) -> None:
    cells = []
    for texts in drafts:
        parts = tuple(
            Part(key, tuple(Sentence(text, f"s{key}{i}") for i, text in enumerate(own)))
            for key, own in texts.items()
        )
        cells.append(Cell("x", parts, (Evidence("E1", "证"),)))
    one = merged("y", cells)
    for key in PartKey:
        wanted = [text.strip() for c in cells for text in (s.text for s in c.part(key).sentences)]
        assert [s.text.strip() for s in one.part(key).sentences] == wanted
    assert len(one.evidence) == len(cells)


def test_links_and_sources_stay_with_their_sentences() -> None:
    problem = Sentence("甲。", "s1", (Source(SourceKind.EVIDENCE, "E1"),))
    measure = Sentence("乙。", "s2", answers=("s1",))
    parts = (Part(PartKey.PROBLEMS, (problem,)), Part(PartKey.MEASURES, (measure,)))
    one = Cell("x", parts, (Evidence("E1", "证"),))
    both = merged("y", [one, replace(one, evidence=(Evidence("E1", "另"),))])
    problems, measures = both.part(PartKey.PROBLEMS).sentences, both.part(PartKey.MEASURES).sentences
    assert [one.evidence for one in problems] == [("E1",), ("E2",)]
    assert [one.answers for one in measures] == [(problems[0].id,), (problems[1].id,)]
