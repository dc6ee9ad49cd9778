"""A long document is indexed in time that grows with its length, whatever its shape, in passages of a readable size."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.corpus import Corpus
from app.domain.documents import Document
from app.indexing.folder import build_in_memory
from app.indexing.passages import LONGEST, passages
from app.reading import read_document
from tests.growth import LINEAR, growth
from tests.indexing.given import Counting
from tests.reading import test_large
from tests.reading.given import source_text


def corpus(text: str, folder: Path) -> Corpus:
    document: Document = read_document(source_text("long", text))
    return Corpus({"long": document}, {}, folder=str(folder))


@pytest.mark.parametrize(
    "shape",
    ["paragraphs", "one_line", "one_character", "one_paragraph_of_many_lines", "numbered_items", "a_table"],
)
def test_the_time_of_an_index_grows_with_the_length(shape: str, tmp_path: Path) -> None:
    size = test_large.SIZE // 4
    texts = {one: corpus(getattr(test_large, shape)(one), tmp_path) for one in (2 * size, size // 2)}
    assert all(build_in_memory(text, Counting()).passages for text in texts.values())
    assert growth(lambda one: build_in_memory(texts[one], Counting()), size) < LINEAR


@pytest.mark.parametrize("shape", ["one_line", "one_paragraph_of_many_lines"])
def test_a_sentence_longer_than_anyone_writes_is_cut_and_loses_nothing(shape: str, tmp_path: Path) -> None:
    text = getattr(test_large, shape)(test_large.SIZE)
    found = passages(corpus(text, tmp_path))
    assert max(len(passage.text) for passage in found) <= LONGEST + len(found[0].spans)
    assert "".join("".join(passage.text.split()) for passage in found).endswith("".join(text.split())[-5000:])


def test_it_is_cut_behind_a_comma_where_there_is_one(tmp_path: Path) -> None:
    text = "，".join(["质量诊断改进" * 20] * 60)
    found = passages(corpus(text, tmp_path))
    assert len(found) > 1
    assert all(passage.text.endswith("，") for passage in found[:-1])
    assert "".join(passage.text for passage in found) == text
