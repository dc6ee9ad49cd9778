"""Word files made for tests, element by element, so that a test can say exactly what stands in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

_OPEN = "http://schemas.openxmlformats.org"
NAMESPACES = (
    f'xmlns:w="{_OPEN}/wordprocessingml/2006/main" xmlns:mc="{_OPEN}/markup-compatibility/2006" '
    f'xmlns:m="{_OPEN}/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" '
    f'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = f"{_OPEN}/officeDocument/2006/relationships"
PARTS = {"header1": ("header", "hdr"), "footer1": ("footer", "ftr"), "footnotes": ("footnotes", "footnotes")}


def run(text: str) -> str:
    """A run; \\n a line break, \\t a tab."""
    pieces = escape(text).replace("\n", "</w:t><w:br/><w:t xml:space='preserve'>")
    pieces = pieces.replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")
    return f"<w:r><w:t xml:space='preserve'>{pieces}</w:t></w:r>"


def p(text: str = "", style: str = "", xml: str = "") -> str:
    """A paragraph, of a style by its name; `xml` after the text."""
    named = f"<w:pPr><w:pStyle w:val={quoteattr(style)}/></w:pPr>" if style else ""
    return f"<w:p>{named}{run(text) if text else ''}{xml}</w:p>"


def tc(content: str | Sequence[str] = "", span: int = 1, merge: str | None = None) -> str:
    """A cell: a text, or paragraphs and tables; `merge`: restart, continue or "" (which means continue)."""
    inner = p(content) if isinstance(content, str) else "".join(content)
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if merge is not None:
        properties += f"<w:vMerge w:val={quoteattr(merge)}/>" if merge else "<w:vMerge/>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row; a plain text becomes a cell."""
    made = (cell if cell.startswith("<w:") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"


def tbl(*rows: str | Sequence[str]) -> str:
    """A table; a sequence of texts becomes a row."""
    made = (row if isinstance(row, str) else tr(*row) for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(made)}</w:tbl>"


def document(*blocks: str, prolog: str = "", encoding: str = "utf-8") -> bytes:
    """word/document.xml."""
    body = f"<w:document {NAMESPACES}><w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>"
    return f"<?xml version='1.0' encoding='{encoding}'?>{prolog}{body}".encode(encoding)


def docx(
    main: bytes,
    styles: Mapping[str, str] | None = None,
    parts: Mapping[str, str] | None = None,
    extra: Mapping[str, bytes] | None = None,
    kind: str = f"{_TYPE}.document.main+xml",
) -> bytes:
    """A Word file. `styles`: names by id; `parts`: the inside of headers and notes, by a name of `PARTS`."""
    styles, parts = styles or {}, parts or {}
    members = {"word/document.xml": main, "word/styles.xml": _styles(styles).encode()}
    for name, inner in parts.items():
        root = PARTS[name][1]
        members[f"word/{name}.xml"] = f"<w:{root} {NAMESPACES}>{inner}</w:{root}>".encode()
    targets = [("styles", "styles.xml"), *((PARTS[name][0], f"{name}.xml") for name in parts)]
    members |= {
        "[Content_Types].xml": _types(kind, targets).encode(),
        "_rels/.rels": _relations([("officeDocument", "word/document.xml")]).encode(),
        "word/_rels/document.xml.rels": _relations(targets).encode(),
    }
    return zipped(members | dict(extra or {}))


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip of these members."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def saved(
    folder: Path, *blocks: str, name: str = "报告.docx", styles: Mapping[str, str] | None = None
) -> Path:
    """A Word file of these blocks in `folder`."""
    path = folder / name
    path.write_bytes(docx(document(*blocks), styles))
    return path


def _styles(styles: Mapping[str, str]) -> str:
    rows = "".join(
        f'<w:style w:type="paragraph" w:styleId={quoteattr(id_)}><w:name w:val={quoteattr(name)}/></w:style>'
        for id_, name in styles.items()
    )
    return f"<w:styles {NAMESPACES}>{rows}</w:styles>"


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_OPEN}/package/2006/relationships">{rows}</Relationships>'


def _types(kind: str, targets: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Override PartName="/word/{target}" ContentType="{_TYPE}.{name}+xml"/>' for name, target in targets
    )
    return (
        f'<Types xmlns="{_OPEN}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/>{rows}</Types>'
    )
