"""A Word file around its body: styles, page, footer, properties → bytes, the same for the same input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from app.drafting.docx_parts import Block, Paragraph, Run, body

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006"
_TYPES = "application/vnd.openxmlformats-officedocument"
_BUILT_IN = {"Title", "heading 1", "footer"}  # names of the word processor's own
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the one format id that Office takes for properties of one's own


@dataclass(frozen=True)
class Style:
    """A paragraph style; `size` in points, lengths in twentieths of one, `align` left, center, right or both."""

    id: str
    name: str
    size: float
    font: str = "宋体"
    bold: bool = False
    align: str = "left"
    before: int = 0
    after: int = 0
    first: int = 0  # how much further in the first line is, in characters
    right: int = 0
    line: int = 240  # 240: single
    level: int | None = None  # of a heading, 0 the highest
    colour: str = ""
    next: bool = False  # stays on the page of the paragraph that follows


@dataclass(frozen=True)
class Page:
    """A page and its margins."""

    width: int
    height: int
    margin: int

    @property
    def inner(self) -> int:
        return self.width - 2 * self.margin


PORTRAIT = Page(11906, 16838, 1134)  # A4, 2 cm
LANDSCAPE = Page(16838, 11906, 1134)


def package(
    blocks: Sequence[Block], styles: Sequence[Style], page: Page, title: str, label: str = ""
) -> bytes:
    """The file. `label`: what the properties say of who wrote it (the AI label), "" for nothing."""
    parts = {
        "[Content_Types].xml": _content_types(label),
        "_rels/.rels": _relationships(_package_targets(label)),
        "word/document.xml": _document(blocks, page),
        "word/_rels/document.xml.rels": _relationships(_DOCUMENT_TARGETS),
        "word/styles.xml": _styles(styles),
        "word/settings.xml": _SETTINGS,
        "word/footer1.xml": _FOOTER,
        "docProps/core.xml": _core(title, label),
    }
    if label:
        parts["docProps/custom.xml"] = _CUSTOM
    return _zipped(parts)


def _zipped(parts: dict[str, str]) -> bytes:
    """Stored, not deflated: what a compressor makes of the same bytes depends on its version."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for name, xml in parts.items():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (_HEAD + xml).encode("utf-8"))
    return file.getvalue()


def _document(blocks: Sequence[Block], page: Page) -> str:
    turned = ' w:orient="landscape"' if page.width > page.height else ""
    sides = " ".join(f'w:{side}="{page.margin}"' for side in ("top", "right", "bottom", "left"))
    section = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{turned}/>'
        f'<w:pgMar {sides} w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    return f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body(blocks)}{section}</w:body></w:document>'


def _fonts(font: str) -> str:
    """Latin letters and digits in Times New Roman; quotation marks are Chinese ones (hint)."""
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
        f'w:eastAsia={quoteattr(font)} w:cs="Times New Roman"/>'
    )


def _styles(styles: Sequence[Style]) -> str:
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_fonts("宋体")}<w:kern w:val="2"/>'
        '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    table = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    )
    return f'<w:styles xmlns:w="{_W}">{defaults}{normal}{table}{"".join(map(_style, (*styles, _FOOTER_STYLE)))}</w:styles>'


def _style(style: Style) -> str:
    next_ = "<w:keepNext/>" if style.next else ""
    spacing = f'<w:spacing w:before="{style.before}" w:after="{style.after}" w:line="{style.line}" w:lineRule="auto"/>'
    level = f'<w:outlineLvl w:val="{style.level}"/>' if style.level is not None else ""
    paragraph = f'{next_}{spacing}{_indent(style)}<w:jc w:val="{style.align}"/>{level}'
    bold = "<w:b/>" if style.bold else ""
    colour = f'<w:color w:val="{style.colour}"/>' if style.colour else ""
    half = round(style.size * 2)
    run = f'{_fonts(style.font)}{bold}{colour}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    own = "" if style.name in _BUILT_IN else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{own} w:styleId={quoteattr(style.id)}><w:name w:val={quoteattr(style.name)}/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


def _indent(style: Style) -> str:
    right = f' w:right="{style.right}"' if style.right else ""
    length = round(style.first * style.size * 20)
    first = f' w:firstLineChars="{style.first * 100}" w:firstLine="{length}"' if style.first else ""
    return f"<w:ind{right}{first}/>" if right or first else ""


_SETTINGS = (
    f'<w:settings xmlns:w="{_W}"><w:characterSpacingControl w:val="compressPunctuation"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/></w:settings>'
)
_FOOTER_STYLE = Style("Footer", "footer", 9, align="center")
_PAGE_NUMBER = Paragraph((Run("第 "), Run("1", field="PAGE"), Run(" 页")), _FOOTER_STYLE.id)
_FOOTER = f'<w:ftr xmlns:w="{_W}" xmlns:r="{_R}">{body((_PAGE_NUMBER,))}</w:ftr>'
_CUSTOM = (
    f'<Properties xmlns="{_PROPERTIES}/custom-properties" xmlns:vt="{_PROPERTIES}/docPropsVTypes">'
    f'<property fmtid="{_FORMAT}" pid="2" name="AIGC"><vt:bool>true</vt:bool></property></Properties>'
)


def _core(title: str, label: str) -> str:
    """Without times: the file was made when somebody asked for it, which says nothing of the report."""
    told = (
        f"<cp:keywords>{escape(label)}</cp:keywords><dc:description>{escape(label)}</dc:description>"
        if label
        else ""
    )
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title>{told}<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


_DOCUMENT_TARGETS = (
    (f"{_R}/styles", "styles.xml"),
    (f"{_R}/settings", "settings.xml"),
    (f"{_R}/footer", "footer1.xml"),
)


def _package_targets(label: str) -> tuple[tuple[str, str], ...]:
    found = (
        (f"{_R}/officeDocument", "word/document.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    )
    return (*found, (f"{_R}/custom-properties", "docProps/custom.xml")) if label else found


def _relationships(targets: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _content_types(label: str) -> str:
    main = f"{_TYPES}.wordprocessingml"
    kinds = {
        "/word/document.xml": f"{main}.document.main+xml",
        "/word/styles.xml": f"{main}.styles+xml",
        "/word/settings.xml": f"{main}.settings+xml",
        "/word/footer1.xml": f"{main}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    if label:
        kinds["/docProps/custom.xml"] = f"{_TYPES}.custom-properties+xml"
    rows = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )
