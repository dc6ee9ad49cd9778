"""The outline of a text: its lines, taken one by one, become nodes in reading order."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from app.reading.cells import close_up
from app.reading.headings import (
    Attachment,
    Caption,
    Mark,
    Note,
    is_signature,
    is_title,
    parse_attachment,
    parse_caption,
    parse_mark,
    parse_note,
    split_heading,
)
from app.reading.lines import Line
from app.reading.nodes import Node, Nodes, address_below
from app.reading.paragraphs import continues

_TITLE_LINES = 4
_LIST_RANK = 6  # from （1） on, an item is one paragraph; text below it belongs to the clause above
_OWN_NUMBER = re.compile(r"\S{0,12}[〔\[【（(]\s*(?:19|20)\d\d\s*[〕\]】）)]\s*第?\s*\d+\s*号")


def outline(lines: Sequence[Line], rows: Collection[int]) -> list[Node]:
    """The nodes of a text; `rows` are the numbers of the lines that are table rows."""
    reader = _Outline(lines, rows)
    for line in lines:
        if line.number in rows:
            reader.take_row(line)
        elif line.words:
            reader.take(line)
    return reader.nodes.all or [Nodes().add("标题", "title", "", lines[0], None)]


class _Outline:
    """What has to be remembered from one line to the next."""

    def __init__(self, lines: Sequence[Line], rows: Collection[int]) -> None:
        self.nodes = Nodes()
        self._path: list[Node] = []  # numbered nodes above the next line, outermost first
        self._attachment: Node | None = None
        self._title_lines = 0  # how many more lines may belong to an open title
        self._next_note = 0  # the number a further note would have
        self._next_listed = 0  # the number the next attachment in a list of them would have
        self._listed: dict[str, int] = {}  # titles of attachments still to come, with their numbers
        self._words = frozenset(close_up(line.words) for line in lines if line.number not in rows)

    def take_row(self, line: Line) -> None:
        node = self.nodes.last or self.nodes.add("标题", "title", "", line, None)
        node.last_line = line.number
        self._title_lines = 0

    def take(self, line: Line) -> None:
        words = line.words
        mark = parse_mark(words)
        node = self.nodes.last
        if node is None and not mark and not parse_caption(words):
            self._open_front(line, parse_attachment(words))
        elif node and self._title_lines and not mark and _reads_as_title(words):
            self._title_lines -= 1
            self.nodes.add_heading(node, line)
        elif close_up(words) in self._listed:
            self._open_listed(line)
        elif attachment := parse_attachment(words):
            self._open_attachment(line, attachment)
        elif note := parse_note(words):
            self._open_note(line, note)
        elif caption := parse_caption(words):
            self._open_caption(line, caption)
        elif is_signature(words):
            self._open_signature(line)
        elif mark and not self._is_text(words, mark):
            self._take_mark(line, mark)
        else:
            self._take_text(line)

    # Front matter: a title of one or more lines, then text.

    def _open_front(self, line: Line, attachment: Attachment | None) -> None:
        if not attachment and not _reads_as_title(line.words):
            self.nodes.add_text(self.nodes.add("引言", "title", "", line, None), line)
            return
        node = self.nodes.add("标题", "title", attachment.label if attachment else "", line, None)
        self._title_lines = _TITLE_LINES
        if not attachment:
            self.nodes.add_heading(node, line)
        elif attachment.title:
            self.nodes.add_heading(node, line, attachment.start)

    # Attachments: listed at the end of the body, then each on pages of its own.

    def _open_attachment(self, line: Line, found: Attachment) -> None:
        listed = parse_mark(found.title)
        repeated = close_up(found.title) in self._words
        if found.colon and not found.order and (repeated or (listed and listed.kind == "1.")):
            self._root("附件目录", f"{found.label}：", line)
            self._attachment = None  # what follows the list (a place to sign) is not part of it
            self._title_lines = 0
            self._next_listed = 2 if listed else 0
            self._list(line, found.start, listed)
            return
        node = self._root(_name(found.order, found.title), found.label, line)
        if found.title:
            self._title_lines = 0
            self.nodes.add_heading(node, line, found.start)

    def _list(self, line: Line, start: int, mark: Mark | None) -> None:
        title = line.words[start:][mark.end :] if mark else line.words[start:]
        self._listed[close_up(title)] = mark.order if mark else 0
        self.nodes.add_text(self.nodes.all[-1], line, start, fresh=True)

    def _open_listed(self, line: Line) -> None:
        title = close_up(line.words)
        node = self._root(_name(self._listed.pop(title), title), "", line)
        self.nodes.add_heading(node, line)

    def _root(self, address: str, label: str, line: Line) -> Node:
        self._path = []
        self._next_note = self._next_listed = 0
        self._title_lines = _TITLE_LINES
        self._attachment = self.nodes.add(address, "attachment", label, line, None)
        return self._attachment

    # Notes, captions, signatures.

    def _open_note(self, line: Line, note: Note) -> None:
        self._add_note(line, note.order, note.end)
        silent = not line.words[note.end :]
        self._next_note = note.order + 1 if note.order or silent else 0

    def _add_note(self, line: Line, order: int, start: int) -> None:
        self._title_lines = 0
        host = self._attachment or self._above()
        name = f"注{order or ''}"
        node = self.nodes.add(f"{host.address} {name}" if host else name, "note", name, line, host)
        self.nodes.add_text(node, line, start)

    def _open_caption(self, line: Line, caption: Caption) -> None:
        self._title_lines = 0
        kind = "table" if caption.is_table else "caption"
        prefix = f"{self._attachment.address} " if self._attachment else ""
        node = self.nodes.add(prefix + caption.name, kind, caption.label, line, self._above())
        self.nodes.add_heading(node, line, caption.start)

    def _open_signature(self, line: Line) -> None:
        self._title_lines = 0
        node = self.nodes.last
        if node is None or node.kind != "signature":
            host = self._attachment
            address = f"{host.address} 签署" if host else "签署"
            node = self.nodes.add(address, "signature", "", line, host)
        self.nodes.add_text(node, line, fresh=True)

    # Numbered clauses.

    def _is_text(self, words: str, mark: Mark) -> bool:
        """Out of sequence, a number is text where a sentence is open, or where it is a decimal."""
        before = [node.mark for node in self._path if node.mark and node.mark.kind == mark.kind]
        expected = before[-1].order + 1 if before else 1
        node = self.nodes.last
        if node is None or mark.order in {1, expected, self._next_note, self._next_listed}:
            return False
        still_open = bool(node.texts) and continues(node.texts[-1], words)
        return still_open or mark.kind.startswith("1.1")

    def _take_mark(self, line: Line, mark: Mark) -> None:
        kind = self.nodes.last.kind if self.nodes.last else ""
        if kind == "attachment" and mark.kind == "1." and mark.order == self._next_listed:
            self._next_listed += 1
            self._list(line, 0, mark)
        elif kind == "note" and mark.kind == "1." and mark.order == self._next_note:
            self._next_note += 1
            self._add_note(line, mark.order, mark.end)
        else:
            self._open_clause(line, mark)

    def _open_clause(self, line: Line, mark: Mark) -> None:
        self._next_note = self._next_listed = self._title_lines = 0
        self._climb(mark)
        above = self._above()
        words = line.words[mark.end :]
        stop, text = split_heading(words)
        kind = "heading" if stop else "item"
        node = self.nodes.add(address_below(above, mark), kind, mark.label, line, above)
        node.mark = mark
        self._path.append(node)
        if stop:
            self.nodes.add_heading(node, line, mark.end, stop)
        self.nodes.add_text(node, line, mark.end + text)

    def _climb(self, mark: Mark) -> None:
        """Leave every node that cannot stand above `mark`."""
        for depth, node in enumerate(self._path):
            if node.mark and node.mark.kind == mark.kind:
                del self._path[depth:]
                return
        while self._path and self._path[-1].mark and self._path[-1].mark.rank > mark.rank:
            self._path.pop()

    # Text.

    def _take_text(self, line: Line) -> None:
        node = self.nodes.all[-1]
        own_number = self._title_lines and _OWN_NUMBER.fullmatch(line.words)
        if node.address == "标题" and not own_number:
            node = self.nodes.add("引言", "title", "", line, None)
        elif node.parent and (node.kind in {"caption", "table"} or self._ends_list(node, line.words)):
            node = self.nodes.add(f"{node.parent.address}续", "item", "", line, node.parent)
        if not own_number:
            self._title_lines = 0
        self.nodes.add_text(node, line)

    def _ends_list(self, node: Node, words: str) -> bool:
        """Text below the last of a list of one-paragraph items belongs to the clause the list stands in."""
        if not node.mark or node.mark.rank < _LIST_RANK or node.heading or not node.texts:
            return False
        return not continues(node.texts[-1], words)

    def _above(self) -> Node | None:
        return self._path[-1] if self._path else self._attachment


def _reads_as_title(words: str) -> bool:
    if parse_attachment(words) or parse_caption(words) or parse_note(words) or is_signature(words):
        return False
    return "：" not in words and not _OWN_NUMBER.search(words) and is_title(words)


def _name(order: int, title: str) -> str:
    """附件2 by number; 附表 or 附件 for one without."""
    return f"附件{order}" if order else ("附表" if title.endswith("表") else "附件")
