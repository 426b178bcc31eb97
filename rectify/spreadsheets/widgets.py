"""Cells in the office's words, turned into values and back, with refusals in Chinese."""

from import_export.widgets import CharWidget, DateWidget, Widget


class LookupWidget(Widget):
    """A cell that names one of a known set of rows; the set is read once for all rows."""

    def __init__(self, noun, rows, key):
        super().__init__()
        self.noun = noun
        self.rows = rows
        self.key = key
        self.known = None

    def clean(self, value, row=None, **kwargs):
        if self.known is None:
            self.known = {self.key(one): one for one in self.rows()}
        value = str(value or "").strip()
        if not value:
            return None
        try:
            return self.known[self.key_of(value, row)]
        except KeyError:
            raise ValueError(f"没有名为“{value}”的{self.noun}。") from None

    def key_of(self, value, row):
        """Return what the set is keyed by, from the cell and the rest of its row."""
        return value

    def render(self, value, obj=None, **kwargs):
        return self.key(value) if value else ""


class WithinWidget(LookupWidget):
    """A cell that is read together with another one: a finding within its category."""

    def __init__(self, noun, rows, key, *, outer):
        super().__init__(noun, rows, key)
        self.outer = outer

    def key_of(self, value, row):
        return (str(row.get(self.outer) or "").strip(), value)

    def render(self, value, obj=None, **kwargs):
        return self.key(value)[-1] if value else ""


class ChoiceWidget(CharWidget):
    """A cell that holds a choice's Chinese label."""

    def __init__(self, noun, choices):
        super().__init__()
        self.noun = noun
        self.choices = choices

    def clean(self, value, row=None, **kwargs):
        value = str(value or "").strip()
        for code, label in self.choices.choices:
            if value == label:
                return code
        if not value:
            return ""
        listing = "、".join(self.choices.labels)
        raise ValueError(f"{self.noun}“{value}”不在规定的写法里：{listing}。")

    def render(self, value, obj=None, **kwargs):
        return self.choices(value).label if value else ""


class DayWidget(DateWidget):
    """A day written 2023-03-31."""

    def __init__(self):
        super().__init__(format="%Y-%m-%d")

    def clean(self, value, row=None, **kwargs):
        try:
            return super().clean(value, row, **kwargs)
        except ValueError:
            raise ValueError(f"日期“{value}”读不懂，请写成 2023-03-31 的形式。") from None
