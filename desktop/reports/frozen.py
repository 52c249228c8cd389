"""A filled form frozen for good: everything that is printed of it as data, and the hash that shows it is unchanged."""

import hashlib
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import msgspec

from desktop.domain.errors import DomainError
from desktop.domain.periods import Period
from desktop.reports.asked import Asked
from desktop.reports.counting import Counted, filled
from desktop.reports.forms import Form
from desktop.reports.given import Given
from sync.contract.fields import type_of
from sync.contract.records import IssuedReport
from sync.contract.records.reports import OWN_UNIT

#: Longest content in bytes: with the rest of the record it stays within one entry of the exchange (SYNC §3).
LARGEST = 48 * 1024

_encode = msgspec.json.Encoder(order="sorted").encode


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a filled form.

    Attributes:
        form: the form itself, for its file may change.
        office: name of the unit that reports.
        readings: how it was counted where no text settles it.
        figures: mark of a row → its numbers as text, in the order of the form's figures.
        failing: what did not add up, in words.
        given: what of them organisations without the program reported.
        owing: names of those that had not.
        more: what else is told of it, where it goes out in words, too.
    """

    form: Form
    office: str
    readings: dict[str, str] = {}
    figures: dict[str, tuple[str, ...]] = {}
    failing: tuple[str, ...] = ()
    given: tuple[Given, ...] = ()
    owing: tuple[str, ...] = ()
    more: dict[str, Any] = {}


class Frozen(msgspec.Struct, frozen=True):
    """An issued report with its numbers."""

    record: IssuedReport
    content: Content
    counted: Counted


def content_of(counted: Counted, office: str, failing: Sequence[str], more: Mapping[str, Any]) -> Content:
    """What is to be kept of a filled form."""
    form, every = counted.form, counted.every
    figures = {row.mark: tuple(str(every[row.mark, key]) for key in form.figures) for row in form.counted_rows}
    readings = dict(counted.asked.readings)
    return Content(
        form=form,
        office=office,
        readings=readings,
        figures=figures,
        failing=tuple(failing),
        given=tuple(counted.given),
        owing=tuple(counted.owing),
        more=dict(more),
    )


def units_of(record: IssuedReport) -> tuple[str, ...]:
    """Ids of the units a report counts, as they are called today."""
    return tuple(record.unit if each == OWN_UNIT else each for each in record.units)


def hash_of(values: Mapping[str, object]) -> str:
    """The hash of what was issued: the wire values of an `IssuedReport` but for the hash itself and the bin."""
    told = {name: value for name, value in values.items() if name not in ("hash", "deleted")}
    return hashlib.sha256(_encode(told)).hexdigest()


def thaw(record: IssuedReport) -> Frozen:
    """The report as it was issued.

    Raises:
        DomainError: ``report_altered``: it is not what was issued; ``report_newer``: a later version of the program
            issued it.
    """
    if record.hash != hash_of(type_of(IssuedReport).values_of(record)):
        raise DomainError("report_altered", number=record.number or "")
    try:
        content = msgspec.convert(record.content, Content)
    except msgspec.ValidationError:
        raise DomainError("report_newer", number=record.number or "") from None
    if record.from_on is None or record.to_on is None:
        raise DomainError("report_altered", number=record.number or "")
    asked = Asked(Period(record.from_on, record.to_on), units_of(record), content.readings)
    figures = {
        (mark, key): Fraction(text)
        for mark, texts in content.figures.items()
        for key, text in zip(content.form.figures, texts, strict=False)
    }
    counted = filled(content.form, asked, figures)
    return Frozen(record, content, counted._replace(given=content.given, owing=content.owing))
