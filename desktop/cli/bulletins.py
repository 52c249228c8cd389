"""Commands about bulletins. Published ones are public, so nobody signs in to check one; one's own is counted here."""

from argparse import Namespace

import msgspec

from desktop.cli import country
from desktop.cli.shell import DONE, WAITS_FOR_PERSON, Answer, Command, Shell
from desktop.domain.catalogues import province_list, provinces
from desktop.domain.errors import DomainError
from desktop.domain.periods import period
from desktop.exchange.paper.letter import prose
from desktop.services.bulletins import Checked, checked, compared, text_of
from desktop.services.country_bulletin import CountryBulletin, NationalCase
from desktop.services.own_bulletin import OwnBulletin
from desktop.words import bulletins as words
from desktop.words import country_bulletin as country_words


def check(shell: Shell, args: Namespace) -> Answer:
    """Do the sums of a bulletin again; ends as something that waits for a person where they do not agree."""
    if args.register:
        return _compared(shell, args)
    if args.country:
        return _beside_country(shell, args)
    if args.province is not None and args.province not in {entry.code for entry in provinces().entries}:
        raise DomainError("not_in_catalogue", catalogue="province", entry=args.province)
    found = checked(text_of(args.file), args.province)
    return Answer(_data(found), "\n".join(_lines(found)), WAITS_FOR_PERSON if found.wrong else DONE)


def _compared(shell: Shell, args: Namespace) -> Answer:
    """The same, and the office's own register beside it."""
    with shell.reading() as session:
        found = checked(text_of(args.file), session.office.unit.province)
        every = compared(session, found)
    lines = _lines(found)
    for each in every:
        lines += ["", f"{words.about(each)}: {words.beside(each)}"]
        lines += [f"  {line}" for line in words.reasons(each)]
    data = {**_data(found), "compared": [msgspec.to_builtins(each) for each in every]}
    differs = any(words.agrees(each) is False for each in every)
    return Answer(data, "\n".join(lines), WAITS_FOR_PERSON if found.wrong or differs else DONE)


def _beside_country(shell: Shell, args: Namespace) -> Answer:
    """The same, and what it prints otherwise than the country's cases on the Department's PC give."""
    found = checked(text_of(args.file))
    with shell.reading() as session:
        different = CountryBulletin(session).beside(found.bulletin)
    listed = province_list(found.bulletin.last_day)
    told = []
    for each in different:
        told += [country_words.difference(each, listed), *map(_case, each.cases)]
    told = told or [country_words.AGREES]
    data = {**_data(found), "differences": msgspec.to_builtins(different)}
    return Answer(data, "\n".join([*_lines(found), "", *told]), WAITS_FOR_PERSON if found.wrong or different else DONE)


def _case(case: NationalCase) -> str:
    return "  " + "\t".join(country_words.case_line(case))


def _lines(found: Checked) -> list[str]:
    lines = [words.period(found.bulletin), words.verdict(found)]
    for figure in found.bulletin.figures:
        lines += ["", words.figure(figure)]
        for each in found.checks:
            if each.measure is figure.measure:
                lines.append(f"  {words.RIGHT if each.holds else words.WRONG}: {words.said(each)}")
    if found.bulletin.criteria:
        lines += ["", words.BY_CRITERION, *(f"  {words.criterion(each)}" for each in found.bulletin.criteria)]
    for own in found.own:
        lines += ["", words.province(own.province), *(f"  {words.own(each)}" for each in own.standings)]
    return lines


def _data(found: Checked) -> dict[str, object]:
    data: dict[str, object] = msgspec.to_builtins(found)
    return data


def make(shell: Shell, args: Namespace) -> Answer:
    """The bulletin of the office itself."""
    with shell.reading() as session:
        service = OwnBulletin(session)
        made = service.make(period(args.period))
        if args.out:
            service.write(made, args.out)
    return Answer(msgspec.to_builtins(made), prose(service.letter(made)).rstrip("\n"))


COMMANDS: dict[str, Command] = {"bulletin check": check, "bulletin make": make, **country.COMMANDS}
