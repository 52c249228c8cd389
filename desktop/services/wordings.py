"""How an office words catalogues whose official text was not to be had: files in the folder ``catalogues`` beside its
data, shaped like the shipped ones (`resources.catalogues`). They are handed from PC to PC like the files of forms.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, fields
from pathlib import Path

from desktop.domain import catalogues
from desktop.domain.catalogues import OWN_WORDINGS, Entry
from desktop.domain.catalogues.files import FOLDER, parse_rows
from desktop.domain.errors import CatalogueError
from desktop.store.errors import translated


def adopt(home: Path) -> list[CatalogueError]:
    """Let catalogues say what the files of an office say; return what is wrong with those that mean nothing."""
    found: dict[str, tuple[Entry, ...]] = {}
    refused = []
    for file in sorted((home / FOLDER).glob("*.csv")):
        try:
            found[file.stem] = _read(file)
        except CatalogueError as error:
            refused.append(error)
    catalogues.adopt(found)
    return refused


def keep(home: Path, name: str, entry: Entry) -> None:
    """Write an entry as the office words it, and let catalogues say so. Raise `StoreError` ``read_only`` …"""
    file = home / FOLDER / f"{name}.csv"
    rows = {(row.code, row.valid_from): row for row in (_read(file) if file.exists() else ())}
    rows[entry.code, entry.valid_from] = entry
    with translated():
        file.parent.mkdir(exist_ok=True)
        part = file.with_suffix(".part")
        part.write_text(_text(rows.values()), encoding="utf-8", newline="")
        part.replace(file)
    adopt(home)


def _read(file: Path) -> tuple[Entry, ...]:
    if file.stem not in OWN_WORDINGS:
        raise CatalogueError("catalogue_missing", file=file.name, line=0)
    with translated():
        data = file.read_bytes()
    return parse_rows(data.removeprefix(b"\xef\xbb\xbf"), Entry, key=("code", "valid_from"), file=file.name)


def _text(rows: Iterable[Entry]) -> str:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    columns = fields(Entry)
    lines.writerow([column.name for column in columns])
    for row in rows:
        values = zip(columns, astuple(row), strict=True)
        lines.writerow(["" if value == column.default else _cell(value) for column, value in values])
    return text.getvalue()


def _cell(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)
