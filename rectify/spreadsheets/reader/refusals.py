"""Why a file is not read, each in a sentence that tells the clerk what to do."""

from rectify.spreadsheets.reader.ledger import UnreadableError

# A ledger of 523 entries takes 80 kB; 20 MiB hold more than any office has.
MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_SHEETS = 50
# Rows times columns, of all sheets together. A cell costs about a hundred bytes while it is
# read, an empty one between two others a third of that: 100,000 rows may have 25 columns.
MOST_CELLS = 2_500_000
# Text is in memory three times while it is read; 100,000 full rows come to 100 MiB of it.
MOST_TEXT = 128 * 1024 * 1024

TAKEN = "请选择 .xlsx、.xls 或 .csv 文件。"
SAVE_ANEW = "请用 Excel 打开，另存为 .xlsx 后再导入。"

EMPTY = "文件是空的，请重新选择。"
TOO_LARGE = "文件超过 20 MB，不能导入；请删去图片等多余的内容，或拆成几个文件。"
IMAGE = f"这是图片，不是表格；{TAKEN}"
PDF = f"这是 PDF，不是表格；{TAKEN}"
WORD = "这是 Word 文档，不是表格；请把里面的表格复制到 Excel，另存为 .xlsx 后再导入。"
SLIDES = f"这是演示文稿，不是表格；{TAKEN}"
ARCHIVE = "这是压缩包，不是表格；请解压后导入里面的表格。"
MARKUP = f"这是网页、XML 或 RTF 格式，不是真正的 Excel 文件；{SAVE_ANEW}"
BINARY_BOOK = f"这是 .xlsb 格式，只能读 .xlsx、.xls 和 .csv；{SAVE_ANEW}"
TOO_OLD = f"这是很早版本的 Excel 格式，读不了；{SAVE_ANEW}"
OPEN_DOCUMENT = f"这是 .ods 格式，只能读 .xlsx、.xls 和 .csv；{SAVE_ANEW}"
PLAIN = (
    "文件里是纯文本，不是 Excel 表格；请把文件名的后缀改成 .csv，或用 Excel 打开后另存为 .xlsx。"
)
UNKNOWN = f"这不是表格文件；{TAKEN}"

LOCKED = "文件设了密码，打不开；请去掉密码，另存后再导入。"
MACROS = "文件里有宏，不能导入；请另存为不含宏的 .xlsx 后再导入。"
LINKS = (
    "文件里有指向其他工作簿的链接，不能导入；请在 Excel 的“数据—编辑链接”里断开链接，另存后再导入。"
)
ENTITIES = (
    "文件里有 DOCTYPE 声明，正常的表格没有，不能导入；请用 Excel 打开，另存为 .xlsx 后再导入。"
)
DAMAGED = f"文件已损坏，打不开；{SAVE_ANEW}"
BOMB = "文件解压后超过 200 MB，不能导入；请删去图片和多余的行、列，或拆成几个文件。"
TEXT = "文件里的文字太多（超过 128 MB），不能导入；请删去多余的内容，或拆成几个文件。"
MEMBERS = "文件里的部件太多，不能导入；请把表格复制到新的工作簿，另存为 .xlsx 后再导入。"
NOTHING_VISIBLE = "文件里没有看得见的工作表；请取消隐藏要导入的工作表，另存后再导入。"
TOO_COSTLY = "打开这个文件要占用太多内存或时间，不能导入；请删去多余的内容，或拆成几个文件。"

NOT_UTF8 = "认不出文件的文字编码；请用 Excel 打开，另存为 .xlsx 后再导入。"
LONG_FIELD = "第 {row} 行里有超过 13 万字的一格，多半是少了一个引号；请用 Excel 打开，另存为 .xlsx 后再导入。"
OPEN_QUOTE = (
    "第 {row} 行起的引号没有配对，后面的内容分不清行；请用 Excel 打开，另存为 .xlsx 后再导入。"
)


def too_many_sheets(count: int) -> UnreadableError:
    """Return the refusal of a book with more visible sheets than are read."""
    return UnreadableError(
        f"文件里有 {count} 张看得见的工作表，最多读 {MOST_SHEETS} 张；请拆成几个文件。"
    )


def too_many_rows(sheet: str, row: int) -> UnreadableError:
    """Return the refusal of a sheet with something far down."""
    return UnreadableError(
        f"{_of(sheet)}第 {row} 行还有内容，最多读到第 {MOST_ROWS} 行；"
        "请删去多余的行，或拆成几个文件。"
    )


def too_many_columns(sheet: str, column: int) -> UnreadableError:
    """Return the refusal of a sheet with something far to the right."""
    return UnreadableError(
        f"{_of(sheet)}第 {column} 列（{letters(column)}）还有内容，"
        f"最多读到第 {MOST_COLUMNS} 列；请删去多余的列。"
    )


def too_many_cells(sheet: str) -> UnreadableError:
    """Return the refusal of a sheet with which the book passes the bound on cells."""
    return UnreadableError(
        f"{_of(sheet)}的内容太多（各表行数乘列数合计超过 {MOST_CELLS // 10_000} 万）；"
        "请删去多余的行、列，或拆成几个文件。"
    )


def letters(column: int) -> str:
    """Return a spreadsheet's name of a column counted from 1: A, Z, AA."""
    named = ""
    while column:
        column, rest = divmod(column - 1, 26)
        named = chr(ord("A") + rest) + named
    return named


def _of(sheet: str) -> str:
    return f"工作表“{sheet}”" if sheet else "文件"
