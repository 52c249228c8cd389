"""Diện người được trợ giúp pháp lý (Luật Trợ giúp pháp lý Điều 7): four legal versions, one in force on a day.

A case keeps the version in force when it was accepted; it does not become invalid when the law changes (Điều 37 k.3).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache

from desktop.domain.catalogues.entries import Catalogue, Entry
from desktop.domain.catalogues.files import read_rows
from desktop.domain.errors import DomainError


@dataclass(frozen=True, slots=True)
class BeneficiaryCategory(Entry):
    """A category of one legal version; ``group`` is the version."""

    hardship: bool = False  #: only with "có khó khăn về tài chính" (NĐ 144/2017/NĐ-CP Điều 2)


@cache
def beneficiary_versions() -> Catalogue[Entry]:
    """The legal versions, oldest first, those switched off included."""
    return Catalogue("beneficiary_version", read_rows("beneficiary_version", Entry, key=("code",)))


@cache
def beneficiary_categories() -> Catalogue[BeneficiaryCategory]:
    """The categories of all versions."""
    rows = read_rows("beneficiary_category", BeneficiaryCategory, key=("code", "group"))
    return Catalogue("beneficiary_category", rows)


def beneficiary_version(on: date, *, switched_on: Collection[str] = ()) -> str:
    """The code of the version in force on a day.

    A version lasts until the next one that is switched on begins: while ``bv2027`` is off, ``bv2026`` goes on.

    Args:
        on: the day a case is accepted.
        switched_on: versions the office has switched on though the shipped catalogue has them off.

    Raises:
        DomainError: ``before_the_law`` for a day before 2018-01-01, when Luật 11/2017/QH14 came into force.
    """
    begun = [
        version.code
        for version in beneficiary_versions().entries
        if version.valid_from <= on and (version.enabled or version.code in switched_on)
    ]
    if not begun:
        raise DomainError("before_the_law", on=on)
    return begun[-1]


def categories_of(version: str) -> tuple[BeneficiaryCategory, ...]:
    """The categories of a legal version, in the order of the law."""
    return tuple(category for category in beneficiary_categories().entries if category.group == version)


def beneficiary_category(code: str, version: str) -> BeneficiaryCategory:
    """A category as a legal version words it.

    Raises:
        DomainError: ``not_in_catalogue`` if that version does not have it.
    """
    for category in categories_of(version):
        if category.code == code:
            return category
    raise DomainError("not_in_catalogue", catalogue="beneficiary_category", entry=code, version=version)
