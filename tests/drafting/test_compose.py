"""Composing: every piece of evidence is there word for word, nothing else is, every sentence has a source."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.drafts import Evidence, Origin, PartKey, SourceKind
from app.drafting.bench import Bench
from app.drafting.compose import compose
from app.drafting.sorting import part_for
from app.drafting.text import MISSING
from tests.drafting.written import cell

GIVEN = (
    Evidence("E1", "修订《教学事故认定办法》，分三类三级", "2025-09"),
    Evidence("E2", "2025 年教学事故 3 起，2024 年 7 起", "2025-12"),
    Evidence("E3", "两个二级学院未设投诉受理点", "2025-10"),
    Evidence("E4", "2024 年报告承诺“建立预警平台”，无进展记录", "2025-10"),
)
LAST = cell("5.2", {"措施": "1.修订教学事故认定办法。\n2.建立预警平台。"})
PIECES = st.builds(
    lambda text, dated, part: (text, dated, part),
    st.one_of(
        st.text(min_size=1, max_size=40).filter(lambda text: text.strip() != ""),
        st.sampled_from([piece.text for piece in GIVEN]),
        st.text(
            alphabet="未设不足预警投诉受理由于原因负责月底前；。\n【】3起", min_size=1, max_size=30
        ).filter(lambda text: text.strip() != ""),
    ),
    st.sampled_from(["", "2025", "2025-09", "何时"]),
    st.sampled_from([None, *(key for key in PartKey if key is not PartKey.OVERVIEW)]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=12), st.booleans())
def test_no_evidence_is_lost_and_every_sentence_has_a_source(
    chongqing: Bench, pieces: list[tuple[str, str, PartKey | None]], with_last: bool
) -> None:
    element = chongqing.element("5.2")
    assert element is not None
    evidence = [Evidence(f"E{i}", text, dated, part=part) for i, (text, dated, part) in enumerate(pieces, 1)]
    draft = compose(chongqing, element, evidence, LAST if with_last else None, "2024").cell
    for piece in evidence:
        holders = [one for _, one in draft.sentences() if piece.id in one.evidence]
        assert any(piece.text.strip() in one.text for one in holders)
    assert [piece.text for piece in draft.evidence] == [piece.text for piece in evidence]
    told = [one for _, one in draft.sentences()]
    assert all(one.sources and one.origin is Origin.COMPOSER for one in told)
    assert len({one.id for one in told}) == len(told)


def test_nothing_is_said_that_no_evidence_says(chongqing: Bench) -> None:
    """What is neither evidence nor a 【待补充】 is only which points have evidence and which have problems."""
    element = chongqing.element("5.2")
    assert element is not None
    for key, one in compose(chongqing, element, GIVEN, LAST, "2024").cell.sentences():
        rest = MISSING.sub("", one.text).strip()
        if rest and key is PartKey.GOALS:
            names = "".join(f"“{point.name}”" for point in element.points)
            assert set(re.findall("“[^”]+”", rest)) <= set(re.findall("“[^”]+”", names))
            assert re.sub("“[^”]+”", "", rest) in (
                "有实证支撑。",
                "有进展，也有问题。",
                "存在问题，尚未达成。",
            )
        elif rest:
            assert rest.rstrip("。") in [piece.text for piece in GIVEN]


def test_a_draft_as_a_person_reads_it(chongqing: Bench) -> None:
    element = chongqing.element("5.2")
    assert element is not None
    draft = compose(chongqing, element, GIVEN, LAST, "2024")
    text = {key: draft.cell.text(key) for key in PartKey}
    assert "“管控制度”有进展，也有问题。" in text[PartKey.GOALS]
    assert "“预警机制”存在问题，尚未达成。" in text[PartKey.GOALS]
    assert text[PartKey.PROBLEMS].splitlines() == [
        "两个二级学院未设投诉受理点。",
        "2024 年报告承诺“建立预警平台”，无进展记录。",
    ]
    assert text[PartKey.CAUSES].startswith("【待补充：")
    assert text[PartKey.MEASURES].count("【待补充：针对“") == 2
    assert "修订《教学事故认定办法》" in text[PartKey.EFFECTS]
    assert "上轮措施“建立预警平台”" in text[PartKey.EFFECTS]
    assert [(one.text, one.evidence) for one in draft.promises] == [
        ("修订教学事故认定办法", ("E1",)),
        ("建立预警平台", ()),
    ]


def test_evidence_is_linked_to_the_point_it_speaks_of(chongqing: Bench) -> None:
    element = chongqing.element("5.2")
    assert element is not None
    points = [piece.points for piece in compose(chongqing, element, GIVEN).cell.evidence]
    assert [names[0][:5] for names in points] == ["5.2.1", "5.2.2", "5.2.1", "5.2.3"]


def test_a_measure_is_linked_to_the_problem_it_answers(chongqing: Bench) -> None:
    element = chongqing.element("5.2")
    assert element is not None
    measure = Evidence("E5", "由质控办负责，2026年3月底前在两个二级学院增设投诉受理点", "2025-12")
    draft = compose(chongqing, element, (*GIVEN, measure)).cell
    problem = draft.part(PartKey.PROBLEMS).sentences[0]
    assert draft.part(PartKey.MEASURES).sentences[0].answers == (problem.id,)


def test_without_evidence_everything_is_owed_and_names_its_point(chongqing: Bench) -> None:
    element = chongqing.element("4.2")
    assert element is not None
    draft = compose(chongqing, element, ()).cell
    assert all(not MISSING.sub("", one.text).strip() for _, one in draft.sentences())
    for point in element.points:
        assert point.name in draft.text(PartKey.GOALS)
    assert {one.sources[0].kind for _, one in draft.sentences()} == {SourceKind.MISSING}


SORTED = [
    ("修订《教学事故认定办法》，分三类三级", PartKey.ACHIEVEMENTS),
    ("两个二级学院未设投诉受理点", PartKey.PROBLEMS),
    ("近三年未发生重大安全事故", PartKey.ACHIEVEMENTS),
    ("兼职督导只有3人，人手不足", PartKey.PROBLEMS),
    ("由于经费没有列入预算，受理点迟迟未建", PartKey.CAUSES),
    ("由质控办负责，2026年3月底前增设受理点", PartKey.MEASURES),
    ("受理点不足的问题已全部解决", PartKey.ACHIEVEMENTS),
    ("整改后投诉由12件降至4件", PartKey.EFFECTS),
    ("课程标准更新滞后", PartKey.PROBLEMS),
    ("学生满意度96.5%", PartKey.ACHIEVEMENTS),
    ("建立预警平台一事没有进展", PartKey.PROBLEMS),
    ("全年零事故", PartKey.ACHIEVEMENTS),
]


@pytest.mark.parametrize(("text", "part"), SORTED)
def test_where_evidence_goes(text: str, part: PartKey) -> None:
    assert part_for(Evidence("E1", text)) is part


def test_whoever_knows_better_says_where_evidence_goes() -> None:
    assert part_for(Evidence("E1", "未设受理点", part=PartKey.CAUSES)) is PartKey.CAUSES
