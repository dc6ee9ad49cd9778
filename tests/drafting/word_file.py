"""A Word file's XML, read without the code that wrote it."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from app.reading.report_blocks import OURS_STYLE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class WordFile:
    """Its parts by name, and what is in its body and first table."""

    def __init__(self, data: bytes) -> None:
        with ZipFile(BytesIO(data)) as archive:
            self.names = archive.namelist()
            self.parts = {name: archive.read(name).decode("utf-8") for name in self.names}
        self.body = self.tree("word/document.xml")[0]
        self.styles = {
            style.attrib[f"{W}styleId"]: style for style in self.tree("word/styles.xml").iter(f"{W}style")
        }
        self.table = self.one(self.body, "tbl")
        self.rows = self.table.findall(f"{W}tr")

    def tree(self, name: str) -> Element:
        return ElementTree.fromstring(self.parts[name])

    @staticmethod
    def one(above: Element, name: str) -> Element:
        found = next(above.iter(f"{W}{name}"), None)
        assert found is not None, name
        return found

    def style(self, paragraph: Element) -> str:
        """The name of a paragraph's style."""
        named = next(paragraph.iter(f"{W}pStyle"), None)
        return (
            self.one(self.styles[named.attrib[f"{W}val"]], "name").attrib[f"{W}val"]
            if named is not None
            else ""
        )

    def paragraphs(self, above: Element | None = None) -> list[tuple[str, str]]:
        """(style, text) of the paragraphs of the body or of a cell, not of what is inside them."""
        found = (self.body if above is None else above).findall(f"{W}p")
        return [(self.style(paragraph), text(paragraph)) for paragraph in found]

    def cells(self, row: int) -> list[Element]:
        return self.rows[row].findall(f"{W}tc")

    def lines(self, row: int, column: int) -> list[str]:
        """The paragraphs of a cell that are the form's."""
        return [said for style, said in self.paragraphs(self.cells(row)[column]) if style != OURS_STYLE]


def text(paragraph: Element) -> str:
    return "".join(
        "\t" if piece.tag == f"{W}tab" else piece.text or ""
        for piece in paragraph.iter()
        if piece.tag in (f"{W}t", f"{W}tab")
    )
