"""Makes templates/notice/notice.docx, the same to the byte every time.

    .venv/bin/python -m tests.notices.word_template

The file in the tree is what is used, and what an office adjusts in Word; this is where its
measures come from: GB/T 9704-2012 党政机关公文格式, whose clauses are named beside them.
"""

import io
import zipfile
from pathlib import Path

PATH = Path(__file__).parents[2] / "templates" / "notice" / "notice.docx"

SONG, BLACK, KAI, BODY = "宋体", "黑体", "楷体_GB2312", "仿宋_GB2312"
TITLE = "方正小标宋简体"
# What a machine without the font takes instead; nothing is embedded.
FONTS = {BODY: "仿宋", KAI: "楷体", BLACK: "SimHei", TITLE: "宋体", SONG: "SimSun"}

LINES = 22  # 5.2.3
DEPTHS = 6
# 7.3.3: 第一层用黑体字、第二层用楷体字、第三层和第四层用仿宋体字; deeper ones as those.
LEVEL_FONTS = [BLACK, KAI, *[BODY] * (DEPTHS - 2)]


def twips(millimetres: float) -> int:
    return round(millimetres / 25.4 * 1440)


WIDTH, HEIGHT = twips(210), twips(297)  # 5.1
TOP, LEFT, BOTTOM, RIGHT = twips(37), twips(28), twips(35), twips(26)  # 5.2.1
# The upper edge of the dashes is 7 mm below the text (7.5); they stand in the middle of a
# line of 16 pt, whose foot is then 25 mm from the paper's.
FOOT = twips(25)
LEADING = 560  # 28 pt
# 3.2: a line is a character's height and 7/8 of one of size 三号.
TITLE_LEADING = (22 + 14) * 20
# Twenty-eight characters of 16 pt are 448 pt, the text is 442: each stands a quarter of a
# point closer. A grid of characters (linesAndChars) would do the same in Word, but LibreOffice
# gives a character that is wider than its cell two of them.
CLOSER = -5

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

SAMPLE = (
    "示例数据。公布的总数是真实的；各社区的问题分布从未公布过，按社区、按类别的台账由规则平均生成，"
    "不反映任何社区的真实情况。"
)


# --- Styles ----------------------------------------------------------------------------


def fonts(name: str) -> str:
    """Name one font for Chinese, digits and Latin alike.

    The standard names 仿宋 for every element and no other for digits. One font also keeps
    quotation marks as wide as the characters around them, which Word takes for Latin ones.
    """
    return (
        f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}" '
        'w:hint="eastAsia"/>'
    )


def letters(font: str, half_points: int = 0, spacing: int | None = None) -> str:
    inside = fonts(font)
    if spacing is not None:
        inside += f'<w:spacing w:val="{spacing}"/>'
    if half_points:
        inside += f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    return f"<w:rPr>{inside}</w:rPr>"


def style(identity, name, *, paragraph="", run="", based="Normal", following="", kind="paragraph"):
    following = f'<w:next w:val="{following}"/>' if following else ""
    based = f'<w:basedOn w:val="{based}"/>' if based else ""
    paragraph = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    default = ' w:default="1"' if identity in ("Normal", "DefaultCharacter") else ""
    return (
        f'<w:style w:type="{kind}"{default} w:styleId="{identity}"><w:name w:val="{name}"/>'
        f"{based}{following}<w:qFormat/>{paragraph}{run}</w:style>"
    )


INDENTED = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
# 7.3.5: the signature stands two characters from the right.
FROM_RIGHT = '<w:ind w:rightChars="200" w:right="640"/><w:jc w:val="right"/>'


def styles() -> str:
    normal = (
        # Every page is filled to its last line, of whatever paragraph.
        '<w:widowControl w:val="0"/>'
        # As Word does unasked. LibreOffice up to now takes yes for no, and where it lets marks
        # hang over the edge it loses some of them.
        '<w:overflowPunct w:val="1"/>'
        # Digits stand as close to characters as these to one another: 28 to a line.
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        # LibreOffice stretches even exact lines to a grid.
        '<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{LEADING}" w:lineRule="exact"/>'
        '<w:jc w:val="both"/>'
    )
    parts = [
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY)}'
        '<w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>",
        style("Normal", "Normal", paragraph=normal, run=letters(BODY, 32, CLOSER), based=""),
        style("DefaultCharacter", "Default Paragraph Font", based="", kind="character"),
        style("NoticeText", "公文正文", paragraph=INDENTED),
        style(
            "Title",
            "Title",
            paragraph=(
                "<w:keepNext/>"
                f'<w:spacing w:after="{LEADING}" w:line="{TITLE_LEADING}" w:lineRule="exact"/>'
                '<w:jc w:val="center"/>'
            ),
            run=letters(TITLE, 44, 0),
            following="NoticeText",
        ),
    ]
    for depth, font in enumerate(LEVEL_FONTS, start=1):
        parts += [
            style(
                f"Heading{depth}",
                f"heading {depth}",
                paragraph=f'<w:keepNext/>{INDENTED}<w:outlineLvl w:val="{depth - 1}"/>',
                run=letters(font, 32),
                following="NoticeText",
            ),
            style(
                f"Lead{depth}",
                f"引领句 {depth}",
                run=letters(font),
                based="DefaultCharacter",
                kind="character",
            ),
        ]
    parts += [
        style(
            "NoticeMetadata",
            "公文信息",
            paragraph=f'<w:spacing w:after="{LEADING}"/><w:contextualSpacing/>',
        ),
        style(
            "NoticeSignature",
            "落款单位",
            paragraph=f'<w:keepNext/><w:spacing w:before="{LEADING}"/>{FROM_RIGHT}',
        ),
        style("NoticeDate", "落款日期", paragraph=FROM_RIGHT),
        style(
            "NoticeSample",
            "示例说明",
            paragraph=f'<w:spacing w:after="{LEADING}"/>',
            run=letters(KAI, 32),
        ),
        style(
            "Footer",
            "footer",
            paragraph='<w:snapToGrid w:val="0"/><w:spacing w:line="320" w:lineRule="exact"/>',
            run=letters(SONG, 28, 0),
        ),
        "</w:styles>",
    ]
    return "".join(parts)


# --- Parts -----------------------------------------------------------------------------


def paragraph(identity: str, *runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{identity}"/></w:pPr>{"".join(runs)}</w:p>'


def run(text: str, character_style: str = "") -> str:
    properties = f'<w:rStyle w:val="{character_style}"/>' if character_style else ""
    properties += '<w:rFonts w:hint="eastAsia"/>'
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tag(text: str) -> str:
    """Return a line of the template language, which leaves no paragraph behind."""
    return paragraph("Normal", run("{%p " + text + " %}"))


def document() -> str:
    plain = {
        "title": "Title",
        "metadata": "NoticeMetadata",
        "paragraph": "NoticeText",
        "signature": "NoticeSignature",
        "date": "NoticeDate",
    }
    body = [tag("if is_sample"), paragraph("NoticeSample", run(SAMPLE)), tag("endif")]
    body.append(tag("for line in lines"))
    for kind, identity in plain.items():
        body.append(tag(f'{"elif" if kind != "title" else "if"} line.kind == "{kind}"'))
        body.append(paragraph(identity, run("{{ line.text }}")))
    for depth in range(1, DEPTHS + 1):
        at = f"line.depth == {depth}"
        body.append(tag(f'elif line.kind == "heading" and {at}'))
        body.append(paragraph(f"Heading{depth}", run("{{ line.text }}")))
        body.append(tag(f'elif line.kind == "entry" and {at}'))
        lead = run("{{ line.lead }}", f"Lead{depth}")
        body.append(paragraph("NoticeText", lead, run("{{ line.text }}")))
    body += [tag("endif"), tag("endfor")]
    return (
        f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{"".join(body)}<w:sectPr>'
        '<w:footerReference w:type="default" r:id="odd"/>'
        '<w:footerReference w:type="even" r:id="even"/>'
        f'<w:pgSz w:w="{WIDTH}" w:h="{HEIGHT}"/>'
        f'<w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" w:left="{LEFT}" '
        f'w:header="{twips(15)}" w:footer="{FOOT}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{(HEIGHT - TOP - BOTTOM) // LINES}"/>'
        f"</w:sectPr></w:body></w:document>"
    )


def footer(side: str) -> str:
    """Return the page number (7.5): — 1 —, one character from the outer edge."""

    def inside(content: str) -> str:
        return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{content}</w:r>'

    return (
        f'<w:ftr xmlns:w="{W}" xmlns:r="{R}"><w:p><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/></w:pPr>'
        + inside('<w:t xml:space="preserve">— </w:t>')
        + inside('<w:fldChar w:fldCharType="begin"/>')
        + inside('<w:instrText xml:space="preserve"> PAGE </w:instrText>')
        + inside('<w:fldChar w:fldCharType="separate"/>')
        + inside("<w:t>1</w:t>")
        + inside('<w:fldChar w:fldCharType="end"/>')
        + inside('<w:t xml:space="preserve"> —</w:t>')
        + "</w:p></w:ftr>"
    )


def settings() -> str:
    return (
        f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
        "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
        "<w:ulTrailSpace/><w:adjustLineHeightInTable/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def font_table() -> str:
    table = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
        for name, instead in FONTS.items()
    )
    return f'<w:fonts xmlns:w="{W}">{table}</w:fonts>'


def core() -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title></dc:title>'
        "<dc:creator></dc:creator><dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# Each part of the package: where it is, what it is, by what relation it is reached.
PARTS = {
    "word/document.xml": (f"{WORD}.document.main+xml", document),
    "word/styles.xml": (f"{WORD}.styles+xml", styles),
    "word/settings.xml": (f"{WORD}.settings+xml", settings),
    "word/fontTable.xml": (f"{WORD}.fontTable+xml", font_table),
    "word/footer1.xml": (f"{WORD}.footer+xml", lambda: footer("right")),
    "word/footer2.xml": (f"{WORD}.footer+xml", lambda: footer("left")),
    "docProps/core.xml": ("application/vnd.openxmlformats-package.core-properties+xml", core),
}
RELATIONS = {
    "_rels/.rels": {
        "document": (f"{R}/officeDocument", "word/document.xml"),
        "core": (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    },
    "word/_rels/document.xml.rels": {
        "styles": (f"{R}/styles", "styles.xml"),
        "settings": (f"{R}/settings", "settings.xml"),
        "fonts": (f"{R}/fontTable", "fontTable.xml"),
        "odd": (f"{R}/footer", "footer1.xml"),
        "even": (f"{R}/footer", "footer2.xml"),
    },
}


def relations(found: dict) -> str:
    inside = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, (kind, target) in found.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def content_types() -> str:
    inside = "".join(
        f'<Override PartName="/{path}" ContentType="{kind}"/>' for path, (kind, _) in PARTS.items()
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{inside}</Types>'
    )


def template() -> bytes:
    files = {"[Content_Types].xml": content_types()}
    files |= {path: relations(found) for path, found in RELATIONS.items()}
    files |= {path: make() for path, (_, make) in PARTS.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for path, xml in files.items():
            # A time of its own would make every file another one.
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, DECLARATION + xml)
    return stream.getvalue()


if __name__ == "__main__":
    PATH.write_bytes(template())
