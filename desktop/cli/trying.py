"""Commands that try the program: the practice office, and the check of what is installed."""

import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from desktop.cli import case_file, country
from desktop.cli.cases import page_data, page_text
from desktop.cli.shell import DONE, FAILED, Answer, Command, Shell
from desktop.domain.periods import period
from desktop.exchange.paper.letter import prose
from desktop.exchange.practice.country import ToldCountry
from desktop.exchange.practice.retelling import Told, told
from desktop.services import practice, self_check
from desktop.services.cases import Cases
from desktop.services.country_bulletin import DEPARTMENT, CountryBulletin
from desktop.services.office import NewOffice, Office
from desktop.services.session import Session
from desktop.store.lists import CaseFilter
from desktop.words import cli as words

LOGIN, PASSWORD = "tap", "du lieu tap"
#: What somebody types who looks for Nguyễn Văn Đức in a hurry.
SEARCH = "nguyen van duc"


def demo(shell: Shell, args: Namespace) -> Answer:
    """Do the main job on invented cases: fill an office, take in a case, find it, change it, show it."""
    with _folder(args.home) as home:
        start = time.perf_counter()
        figures = told(args.like) if args.like else None
        session, _recovery_key = Office.create(home, _office(figures), shell.clock, shell.cost)
        with closing(session.database):
            cases = _fill(session, args, figures)
            seconds = time.perf_counter() - start
            data, text = _bulletin(session, figures) if isinstance(figures, ToldCountry) else _main_job(session)
    kept = {"home": str(home), "login": LOGIN, "password": PASSWORD} if args.home else {}
    head = words.DEMO_FILLED.format(cases=cases, seconds=f"{seconds:.1f}".replace(".", ","))
    tail = words.DEMO_KEPT.format(**kept) if kept else words.DEMO_GONE
    gone = {"home": None, "login": None, "password": None}
    answer = {**gone, **kept, "cases": cases, "seconds": round(seconds, 3), **data}
    return Answer(answer, f"{head}\n{text}\n{tail}")


def _fill(session: Session, args: Namespace, figures: Told | ToldCountry | None) -> int:
    """Invented cases, or those that published figures tell of; how many."""
    if figures is None:
        practice.generate(session, args.cases, args.seed)
        return int(args.cases)
    practice.retell(session, figures, args.seed)
    return figures.cases


def _bulletin(session: Session, figures: ToldCountry) -> tuple[dict[str, Any], str]:
    """What the Department does with the country's cases."""
    service = CountryBulletin(session)
    made = service.make(period(f"{figures.month:%Y-%m}"))
    return {"bulletin": country.data(made)}, prose(service.letter(made))


def _main_job(session: Session) -> tuple[dict[str, Any], str]:
    cases = Cases(session)
    today = session.clock().date()
    case_id = cases.take_in(case_file.read(msgspec.json.encode(_request()), today))
    found = cases.numbers(CaseFilter(query=SEARCH))
    position = [row.id for row in cases.rows(found)].index(case_id) + 1
    cases.edit("case", case_id, {"content": words.DEMO_CONTENT_LATER})
    page = cases.page(case_id)
    text = words.DEMO_DONE.format(code=page.code, query=SEARCH, found=len(found), position=position)
    return {"found": len(found), "case": page_data(page)}, f"{text}\n\n{page_text(page)}\n"


def check(_shell: Shell, _args: Namespace) -> Answer:
    """Try every part of the program, the window's too."""
    report = self_check.run({**self_check.WITHOUT_WINDOW, "window": self_check.window_opens})
    lines = [
        words.CHECK_LINE.format(
            name=words.CHECKS[item.name], result=words.WORKS if item.ok else words.BROKEN, detail=item.detail
        )
        for item in report.checks
    ]
    data: dict[str, Any] = msgspec.to_builtins(report)
    return Answer(data, "\n".join(lines), DONE if report.ok else FAILED)


def _request() -> dict[str, Any]:
    """The case the demo takes in."""
    return {
        "person": {"full_name": words.DEMO_NAME, "gender": "nam", "birth_date": "05/03/1984", "province": "08"},
        "part": {"categories": ["ho_ngheo"], "proof": words.EXAMPLE_PROOF},
        "case": {
            "form": "tham_gia_to_tung",
            "representation": "bao_ve",
            "law_field": "dan_su",
            "content": words.EXAMPLE_CONTENT,
        },
    }


def _office(figures: Told | ToldCountry | None) -> NewOffice:
    """The office the cases are of: a centre, or the Department for those of the country."""
    department = isinstance(figures, ToldCountry)
    return NewOffice(
        unit_code="CUC" if department else "TT",
        unit_name=words.DEMO_DEPARTMENT if department else words.DEMO_UNIT,
        unit_kind=DEPARTMENT if department else "trung_tam",
        province=None if department else "08",
        login=LOGIN,
        full_name=words.DEMO_USER,
        password=PASSWORD,
        practice=True,
    )


@contextmanager
def _folder(named: str | None) -> Iterator[Path]:
    """The folder that was named on the command line, never the office's; or one that is gone afterwards."""
    if named is not None:
        yield Path(named)
        return
    with TemporaryDirectory(prefix="tgpl-demo-") as folder:
        yield Path(folder) / "home"


COMMANDS: dict[str, Command] = {"demo": demo, "self-check": check}
