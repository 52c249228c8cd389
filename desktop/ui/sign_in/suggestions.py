"""What a new office is probably called, so that most people only have to agree."""

import datetime as dt
from typing import NamedTuple

from desktop.domain.catalogues import centre_name
from desktop.domain.numbering import format_code
from desktop.domain.text import fold_loose, one_line
from desktop.words import _

CENTRE, BRANCH = "trung_tam", "chi_nhanh"

#: The kinds of office that work on cases; the departments above them look on through the national system.
KINDS = (CENTRE, BRANCH, "to_chuc_ky_hop_dong", "to_chuc_dang_ky")


class Suggestion(NamedTuple):
    """A name and a short sign; empty where nothing can be guessed."""

    name: str
    code: str


def suggest_unit(kind: str, province: str, ordinal: str, on: dt.date) -> Suggestion:
    """Name and sign of an office of this kind.

    A branch is named by its ordinal number and its centre's name (NĐ 144/2017/NĐ-CP Điều 5).
    """
    centre = centre_name(province, on) if province else ""
    if kind == CENTRE:
        return Suggestion(centre, "TT")
    if kind == BRANCH:
        number = ordinal.strip()
        name = _("Chi nhánh số {number} – {centre}").format(number=number, centre=centre) if number and centre else ""
        return Suggestion(name, f"CN{number}")
    return Suggestion("", "")


def sample_code(code: str, on: dt.date) -> str:
    """The first case number such an office would give, or nothing while it has no sign."""
    return format_code(code, "TV", 1, on.year) if code else ""


def suggest_login(full_name: str) -> str:
    """The given name without accents: ``Đặng Thị Hòa`` → ``hoa``."""
    words = fold_loose(one_line(full_name)).split()
    return words[-1] if words else ""
