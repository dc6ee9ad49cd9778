"""The child process that opens a Word file: the file on standard input, JSON on standard output.

Run as a file of its own, it knows python-docx and the standard library alone. The first argument holds the limits
as JSON. What it writes is the content, or one word of `docx_file.FAULTS`.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Protocol
from xml.parsers import expat

if TYPE_CHECKING:
    from docx.opc.part import Part

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MAIN = re.compile(r"word/document\d*\.xml")  # Word online numbers them
STRICT = b"http://purl.oclc.org/ooxml/"
_CHUNK = 1 << 16
_NO_MEMORY = 2  # libxml2's XML_ERR_NO_MEMORY
_BREAKS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# What is deleted, moved away, an instruction to the program, or a reading above a character.
_SKIPPED = {
    f"{W}{name}"
    for name in (
        *("del", "moveFrom", "delText", "delInstrText", "instrText", "rPr", "pPr", "rt"),
        *("tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "txbxContent"),
    )
}
_MARGINS = (("页眉", "/header"), ("页脚", "/footer"))
_NOTES = (("脚注", "/footnotes", "footnote"), ("尾注", "/endnotes", "endnote"))

Json = dict[str, object]


class Node(Protocol):
    """What is used of an element of lxml; a comment's or entity's `tag` is no string."""

    @property
    def tag(self) -> object: ...
    @property
    def text(self) -> str | None: ...
    def get(self, key: str, /) -> str | None: ...
    def __iter__(self) -> Iterator[Node]: ...


class Fault(Exception):
    """The file cannot be used; the argument is a word of `docx_file.FAULTS`."""


class Content:
    """Blocks read so far, counted against the limits."""

    def __init__(self, limits: dict[str, int], styles: dict[str, str]) -> None:
        self._paragraphs, self._characters = limits["paragraphs"], limits["characters"]
        self._styles = styles

    def count(self, paragraphs: int = 1, characters: int = 0) -> None:
        self._paragraphs -= paragraphs
        self._characters -= characters
        if self._paragraphs < 0:
            raise Fault("paragraphs")
        if self._characters < 0:
            raise Fault("characters")

    def blocks(self, parent: Node) -> Iterator[Json]:
        """The paragraphs and tables below `parent`, text boxes after the paragraph they hang on."""
        for node in inside(parent, f"{W}p", f"{W}tbl"):
            if node.tag == f"{W}tbl":
                yield {"rows": [row for row in self._rows(node) if row["cells"]]}
            else:
                yield self._paragraph(node)
                for box in boxes(node):
                    yield from self.blocks(box)

    def _paragraph(self, node: Node) -> Json:
        text = "".join(texts(node))
        self.count(characters=len(text))
        return {"text": text, "style": self._styles.get(value(node, "pPr", "pStyle") or "", "")}

    def _rows(self, table: Node) -> Iterator[Json]:
        for row in inside(table, f"{W}tr"):
            properties = child(row, "trPr")
            if properties is not None and child(properties, "del") is not None:
                continue
            column = number(value(row, "trPr", "gridBefore"), 0)
            cells: list[Json] = []
            for node in inside(row, f"{W}tc"):
                span = number(value(node, "tcPr", "gridSpan"), 1)
                cells.append(self._cell(node, column, span))
                column += span
            yield {"cells": cells}

    def _cell(self, node: Node, column: int, span: int) -> Json:
        self.count()
        properties = child(node, "tcPr")
        merged = None if properties is None else child(properties, "vMerge")
        continued = merged is not None and merged.get(f"{W}val") in (None, "continue")
        paragraphs = [one for block in self.blocks(node) for one in flat(block)]
        return {"paragraphs": paragraphs, "column": column, "span": span, "continued": continued}


def flat(block: Json) -> list[Json]:
    """The paragraphs of a block inside a cell; a nested table's row is a paragraph."""
    rows = block.get("rows")
    if not isinstance(rows, list):
        return [block]
    found: list[Json] = []
    for row in rows:
        cells = [cell["paragraphs"] for cell in row["cells"]]
        if all(len(paragraphs) <= 1 for paragraphs in cells):
            line = "\t".join(one["text"] for paragraphs in cells for one in paragraphs)
            found.append({"text": line, "style": ""})
        else:
            found += [one for paragraphs in cells for one in paragraphs]
    return found


def inside(parent: Node, *tags: str) -> Iterator[Node]:
    """The nearest elements of these tags, through whatever wraps them (content controls, tracked insertions)."""
    for node in visible(parent):
        if node.tag in tags:
            yield node
        elif node.tag not in (f"{W}p", f"{W}tbl", f"{W}r"):
            yield from inside(node, *tags)


def visible(parent: Node) -> Iterator[Node]:
    """The children that are text of the document; of alternatives the first."""
    seen_choice = False
    for node in parent:
        if not isinstance(node.tag, str) or node.tag in _SKIPPED:
            continue
        if node.tag in (f"{MC}Choice", f"{MC}Fallback"):
            if seen_choice:
                continue
            seen_choice = True
        yield node


def texts(parent: Node) -> Iterator[str]:
    """The text of a paragraph, piece by piece."""
    for node in visible(parent):
        if node.tag in (f"{W}t", f"{M}t"):
            yield node.text or ""
        elif node.tag == f"{W}sym":
            yield symbol(node.get(f"{W}char") or "")
        elif node.tag in _BREAKS:
            yield _BREAKS[str(node.tag)]
        else:
            yield from texts(node)


def symbol(code: str) -> str:
    """The character of a symbol font; private ones as the code they stand for."""
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    point = point - 0xF000 if 0xF020 <= point <= 0xF0FF else point
    return chr(point) if 0x20 <= point < 0xD800 else ""


def boxes(parent: Node) -> Iterator[Node]:
    """The text boxes that hang on a paragraph."""
    for node in parent:
        if node.tag == f"{W}txbxContent":
            yield node
    for node in visible(parent):
        yield from boxes(node)


def child(node: Node, name: str) -> Node | None:
    return next((one for one in node if one.tag == f"{W}{name}"), None)


def value(node: Node, *names: str) -> str | None:
    """The w:val of the element at the end of a path of children."""
    found: Node | None = node
    for name in names:
        found = child(found, name) if found is not None else None
    return None if found is None else found.get(f"{W}val")


def number(text: str | None, otherwise: int) -> int:
    """A small whole number out of an attribute."""
    return min(int(text), 1000) if text and text.isascii() and text.isdigit() else otherwise


def check(archive: zipfile.ZipFile, limits: dict[str, int]) -> None:
    """Raises Fault where more comes out of the zip than is allowed, or XML in it declares a document type.

    Sizes that a zip declares may be lies, so what comes out is counted. No Word file needs a document type; one
    that has it may hold entities that grow or that fetch.
    """
    left = limits["unzipped"]
    for member in archive.infolist():
        is_main = MAIN.fullmatch(member.filename) is not None
        is_xml = member.filename.lower().endswith((".xml", ".rels"))
        with archive.open(member) as stream:
            left -= drained(stream, min(left, limits["main"]) if is_main else left, is_xml, is_main)


def drained(stream: IO[bytes], allowed: int, is_xml: bool, is_main: bool) -> int:
    """How many bytes came out of a member."""
    size, prolog = 0, Prolog() if is_xml else None
    while piece := stream.read(_CHUNK):
        if is_main and not size and STRICT in piece[:4096]:
            raise Fault("strict")
        size += len(piece)
        if size > allowed:
            raise Fault("unzipped")
        if prolog is not None and prolog.is_open:
            prolog.feed(piece)
    return size


class Prolog:
    """What stands before an XML file's first element."""

    def __init__(self) -> None:
        self.is_open = True
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._element

    def feed(self, piece: bytes) -> None:
        try:
            self._parser.Parse(piece, False)
        except expat.ExpatError:
            if self.is_open:  # what stands below is for python-docx to judge
                raise Fault("damaged") from None

    def _doctype(self, *_: object) -> None:
        raise Fault("doctype")

    def _element(self, *_: object) -> None:
        self.is_open = False


def read(stream: IO[bytes], limits: dict[str, int]) -> Json:
    """The content of a Word file."""
    with zipfile.ZipFile(stream) as archive:
        check(archive, limits)
    stream.seek(0)
    import docx  # here: a file that is refused above need not wait for it

    try:
        document = docx.Document(stream)
    except ValueError as error:
        raise Fault("kind" if "content type" in str(error) else "damaged") from None
    content = Content(limits, style_names(document.styles.element))
    asides = [one for place, node in beside(document.part) for one in aside(content, place, node)]
    return {"blocks": list(content.blocks(document.element.body)), "asides": asides}


def style_names(styles: Node) -> dict[str, str]:
    """The names of styles by their id, as the document itself has them."""
    return {
        style.get(f"{W}styleId") or "": value(style, "name") or ""
        for style in styles
        if style.tag == f"{W}style"
    }


def beside(part: Part) -> Iterator[tuple[str, Node]]:
    """Headers, footers and notes, each with what it is called."""
    from docx.oxml.parser import parse_xml

    for relation in part.rels.values():
        if relation.is_external:
            continue
        for place, ending in _MARGINS:
            if relation.reltype.endswith(ending):
                yield place, relation.target_part.element
        for place, ending, name in _NOTES:
            if relation.reltype.endswith(ending):
                for note in parse_xml(relation.target_part.blob):
                    if note.tag == f"{W}{name}" and note.get(f"{W}type") is None:
                        yield place, note


def aside(content: Content, place: str, node: Node) -> Iterator[Json]:
    """The text of a header, footer or note, if it has any."""
    lines: list[str] = []
    for block in content.blocks(node):
        lines += [str(one["text"]) for one in flat(block)]
    if text := "\n".join(line for line in lines if line.strip()):
        yield {"place": place, "text": text}


def confine(limits: dict[str, int]) -> None:
    """Sets limits of the operating system, where it has them."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_FSIZE, limits["output"]),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (wanted, wanted))
        except (OSError, ValueError):
            continue  # macOS refuses some: the clock of the parent holds there too


def main() -> None:
    limits: dict[str, int] = json.loads(sys.argv[1])
    confine(limits)
    try:
        answer: Json = {"content": read(sys.stdin.buffer, limits)}
    except Fault as fault:
        answer = {"fault": fault.args[0]}
    except MemoryError:
        answer = {"fault": "memory"}
    except ModuleNotFoundError:
        answer = {"fault": "library"}
    except SyntaxError as error:  # lxml's errors of parsing are such
        answer = {"fault": "memory" if getattr(error, "code", 0) == _NO_MEMORY else "damaged"}
    except (zipfile.BadZipFile, zlib.error, EOFError, LookupError, ValueError, RecursionError):
        answer = {"fault": "damaged"}
    except (NotImplementedError, RuntimeError):
        answer = {"fault": "locked"}  # a compression nobody uses, or members under a password
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
