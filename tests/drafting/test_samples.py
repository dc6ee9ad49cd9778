"""The sample reports are the ones the script makes, look like the form, and have the faults they are there for."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from app.reading.corpus import checksums
from scripts.make_samples import NOTICE, SCHOOL, TEXTS, CellText, SampleText, read, samples
from tests.drafting import given

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FOLDER = given.CORPUS / "samples"
EARLIER, LATER = (read(TEXTS / f"{year}.yaml") for year in (2023, 2024))


def cell(text: SampleText, element: str) -> CellText:
    return next(one for one in text.cells if one.element == element)


def rows(data: bytes) -> list[list[list[str]]]:
    """The table: rows of cells of paragraphs."""
    with ZipFile(BytesIO(data)) as archive:
        document = ElementTree.fromstring(archive.read("word/document.xml"))
    return [
        [
            ["".join(run.text or "" for run in one.iter(f"{W}t")) for one in column.iter(f"{W}p")]
            for column in row.iter(f"{W}tc")
        ]
        for row in document.iter(f"{W}tr")
    ]


def contents(data: bytes) -> dict[str, bytes]:
    """Name → bytes of what is in a Word file: how they are compressed is a matter of the compressor's version."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_files_are_what_the_script_makes() -> None:
    made = samples()
    assert sorted(made) == sorted(file.name for file in FOLDER.glob("*.docx"))
    for name, data in made.items():
        assert contents((FOLDER / name).read_bytes()) == contents(data), name


def test_they_say_that_they_are_made_up_and_are_no_part_of_the_corpus() -> None:
    for data in samples().values():
        with ZipFile(BytesIO(data)) as archive:
            assert NOTICE in archive.read("word/document.xml").decode("utf-8")
    assert SCHOOL.startswith("示例")
    assert not [name for name in checksums(given.CORPUS) if name.startswith("samples/")]


@pytest.mark.parametrize("text", [EARLIER, LATER], ids=["2023", "2024"])
def test_the_table_holds_every_text(text: SampleText) -> None:
    found = rows((FOLDER / f"{SCHOOL}自我诊改报告{text.cycle}.docx").read_bytes())
    names = {one.code: one.name for one in given.chongqing().elements()}
    assert [["\n".join(column) for column in row[1:]] for row in found[1:]] == [
        [
            f"{one.element.replace('.', '. ') if text.spaced else one.element} {names[one.element]}",
            *(said.strip() for said in (one.opinion, one.measures, one.effects)),
        ]
        for one in text.cells
    ]


def test_the_form_is_damaged_the_way_people_damage_it() -> None:
    names = [one.code for one in given.chongqing().elements()]
    assert [one.element for one in EARLIER.cells] == [name for name in names if name != "4.2"]
    assert [one.element for one in LATER.cells] == names
    assert [EARLIER.effects_column, LATER.effects_column] == ["改进效果", "改进成效"]
    assert [EARLIER.spaced, LATER.spaced] == [False, True]


def test_one_opinion_alone_is_longer_than_500() -> None:
    long = [one.element for one in (*EARLIER.cells, *LATER.cells) if len("".join(one.opinion.split())) > 500]
    assert long == ["3.1"]


@pytest.mark.parametrize(
    ("text", "element", "words"),
    [
        (EARLIER, "2.2", "优秀等级"),
        (LATER, "5.3", "良好等级"),
        (EARLIER, "4.1", "预计"),
        (LATER, "2.2", "将于"),
        (EARLIER, "5.2", "6.2质量事故管控"),
        (LATER, "2.3", "3.1课程建设规划"),
        (EARLIER, "3.2", "智能门禁"),
        (LATER, "3.2", "停车场"),
    ],
)
def test_a_fault_is_where_it_is_said_to_be(text: SampleText, element: str, words: str) -> None:
    one = cell(text, element)
    assert words in one.opinion + one.measures + one.effects


@pytest.mark.parametrize(
    ("text", "element", "missing"),
    [
        (EARLIER, "1.3", "存在问题"),
        (LATER, "5.2", "存在问题"),
        (EARLIER, "2.1", "原因分析"),
        (LATER, "4.1", "原因分析"),
        (EARLIER, "5.1", "资源"),
    ],
)
def test_what_is_left_out_is_left_out(text: SampleText, element: str, missing: str) -> None:
    assert missing not in cell(text, element).opinion


def test_paragraphs_are_repeated_within_a_year_and_from_year_to_year() -> None:
    def bodies(text: SampleText, element: str) -> set[str]:
        return {line.split("：", 1)[1] for line in cell(text, element).opinion.strip().split("\n")}

    assert len(bodies(EARLIER, "1.1") & bodies(EARLIER, "5.3")) == 1
    assert len(bodies(EARLIER, "1.2") & bodies(LATER, "1.2")) == 1


@pytest.mark.parametrize("element", ["1.2", "1.4", "2.1", "5.2"])
def test_a_promise_of_the_year_before_is_made_once_more(element: str) -> None:
    earlier, later = (
        {re.sub(r"^\d\.", "", line) for line in cell(text, element).measures.strip().split("\n")}
        for text in (EARLIER, LATER)
    )
    assert earlier & later
