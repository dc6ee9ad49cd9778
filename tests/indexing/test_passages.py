"""Passages are the source itself, and all of it that says something."""

from __future__ import annotations

import re

import pytest

from app.domain.corpus import Corpus
from app.indexing.passages import PIECE, WHOLE, passages, sentences
from app.reading import read_document
from tests.reading.given import source_text

POINTS = 37
MASKED = re.compile(r"，\*{5,}，[*@.]+。?")
TABLES = {"foshan": ("foshan:表1", "foshan:表2"), "chongqing": ("chongqing:附件3",)}


def test_a_passage_is_the_source_at_its_spans(corpus: Corpus) -> None:
    for passage in passages(corpus):
        source = corpus.documents[passage.document].source
        assert passage.text == source.cut(passage.spans)
        assert passage.text.strip()
        assert passage.lines == source.lines_of(passage.spans)


def test_passages_are_numbered_by_their_place(corpus: Corpus) -> None:
    found = passages(corpus)
    assert [passage.id for passage in found] == list(range(len(found)))
    assert passages(corpus) == found


@pytest.mark.parametrize("document", ["foshan", "chongqing"])
def test_every_character_of_the_clauses_stands_in_a_passage_but_masked_contacts(
    corpus: Corpus, document: str
) -> None:
    source = corpus.documents[document].source
    covered = {
        i for p in passages(corpus) if p.document == document for s in p.spans for i in range(s.start, s.end)
    }
    covered.update(i for masked in MASKED.finditer(source.text) for i in range(*masked.span()))
    tables = [table.span for table in corpus.documents[document].tables]
    lost = [
        source.text[i]
        for clause in corpus.documents[document].clauses
        if clause.kind != "table" and not any(clause.span in table for table in tables)
        for paragraph in clause.paragraphs
        for span in paragraph.spans
        for i in range(span.start, span.end)
        if i not in covered and not source.text[i].isspace()
    ]
    assert "".join(lost) == ""


@pytest.mark.parametrize("document", ["foshan", "chongqing"])
def test_every_heading_is_searched_with_what_stands_below_it(corpus: Corpus, document: str) -> None:
    searched = "".join(p.search for p in passages(corpus) if p.document == document)
    headings = [clause.heading for clause in corpus.documents[document].clauses if clause.kind == "heading"]
    assert [heading for heading in headings if heading not in searched] == []
    assert len(headings) > 20


def test_no_passage_quotes_a_masked_contact(corpus: Corpus) -> None:
    assert [p.address for p in passages(corpus) if "***" in p.text or "***" in p.search] == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("每年5月前报送张三，手机***-****-****，逾期不予受理。", ["每年5月前报送张三，手机，逾期不予受理。"]),
        ("由张三（****-********、***********）负责收取材料。", ["由张三负责收取材料。"]),
        ("秘书：李四，***********，********@**.***。", ["秘书：李四"]),
        ("秘书李四的手机是138****5678，请保存。", ["秘书李四的手机是，请保存。"]),
        ("***********", []),
        ("***********，**@***.***。", []),
    ],
)
def test_of_a_line_with_a_masked_contact_only_the_contact_is_left_out(line: str, said: list[str]) -> None:
    document = read_document(source_text("试", f"一、联络办法\n\n前面一段文字。\n\n{line}\n"))
    corpus = Corpus({"试": document}, {})
    (passage,) = passages(corpus)
    assert passage.text.split("\n")[0] == "联络办法"
    assert [part for part in passage.text.split("\n") if part][2:] == said


def test_a_clause_of_nothing_but_contacts_is_no_passage() -> None:
    document = read_document(source_text("试", "***********\n\n一、目的\n\n为了规范教学检查。\n"))
    assert [passage.text for passage in passages(Corpus({"试": document}, {}))] == [
        "目的\n\n为了规范教学检查。"
    ]


@pytest.mark.parametrize("scheme", ["foshan", "chongqing"])
def test_every_point_is_a_passage(corpus: Corpus, scheme: str) -> None:
    found = [p for p in passages(corpus) if p.scheme == scheme and p.kind == "point"]
    assert [p.point for p in found] == [point.id for point in corpus.schemes[scheme].points()]
    assert len(found) == POINTS
    for passage in found:
        point = corpus.schemes[scheme].point(passage.point or "")
        assert point is not None
        assert passage.spans == point.spans
        assert point.name in passage.search
        assert all(criterion.text in passage.search for criterion in point.criteria)


@pytest.mark.parametrize(
    ("point", "address", "headings"),
    [
        ("foshan:6.2.1", "附表 6.2 第1点", ("6 体系运行效果", "6.2 质量事故管控", "管控制度")),
        ("chongqing:5.2.3", "附件2 5.2 第3点", ("5 体系运行效果", "5.2 质量事故管控", "预警机制")),
    ],
)
def test_a_point_has_the_address_people_write(
    corpus: Corpus, point: str, address: str, headings: tuple[str, ...]
) -> None:
    (passage,) = [p for p in passages(corpus) if p.point == point]
    assert (passage.address, passage.headings) == (address, headings)


@pytest.mark.parametrize("document", ["foshan", "chongqing"])
def test_every_filled_row_of_the_other_tables_is_a_passage(corpus: Corpus, document: str) -> None:
    rows = [p for p in passages(corpus) if p.document == document and p.kind == "row"]
    tables = [corpus.documents[document].table(id_) for id_ in TABLES[document]]
    said = "".join(row.search for row in rows)
    for table in tables:
        for row in table.rows:
            filled = [cell.text for cell in row.cells if cell.text]
            if 2 * len(filled) >= len(row.cells):  # the report form's empty rows are left out
                assert all(text in said for text in filled)


def test_passages_are_short_enough_to_read(corpus: Corpus) -> None:
    long = [
        p
        for p in passages(corpus)
        if p.kind == "text" and len("".join(p.text.split())) > max(WHOLE, PIECE) * 2
    ]
    single = [p for p in long if len(list(sentences(corpus.documents[p.document], p.spans))) == 1]
    assert long == single  # only a sentence that is itself longer


@pytest.mark.parametrize("document", ["foshan", "chongqing"])
def test_sentences_together_are_their_paragraph(corpus: Corpus, document: str) -> None:
    read = corpus.documents[document]
    for clause in read.clauses:
        for paragraph in clause.paragraphs:
            parts = list(sentences(read, paragraph.spans))
            assert "".join(read.source.cut(part) for part in parts) == read.source.cut(paragraph.spans)
