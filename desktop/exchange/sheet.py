"""What a list says of itself on its way into a workbook; apart from the writer, which brings a whole library along."""

import datetime as dt

import msgspec

#: What a cell holds. Moments carry no zone: Excel knows none.
Cell = str | int | dt.date | dt.datetime | None


class SheetColumn(msgspec.Struct, frozen=True):
    """A column: its header and its width in characters."""

    title: str
    width: int
