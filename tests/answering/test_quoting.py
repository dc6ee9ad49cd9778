"""A citation leaves contact data out, and stays a citation where nothing else stands there."""

from __future__ import annotations

import pytest

from app.answering.quoting import Quoting
from app.domain.corpus import Corpus
from app.domain.documents import Span
from app.reading import read_document
from tests.reading.given import source_text


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("请报送张三，手机***********，逾期不予受理。", "请报送张三，手机，逾期不予受理。"),
        ("秘书：孙鑫，***********，********@**.***。", "秘书：孙鑫"),
        ("***********", "***********"),
    ],
)
def test_any_characters_are_quoted_without_contacts(text: str, quoted: str) -> None:
    document = read_document(source_text("试", text))
    citation = Quoting(Corpus({"试": document}, {})).text("试", [Span(0, len(text))])
    assert citation.text == quoted == document.source.cut(citation.spans)
