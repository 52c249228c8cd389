"""Papers for tests: a case to put them in, a file to put there, where it lies."""

import os
from pathlib import Path

from desktop.services.attachments import Attachments, Paper
from desktop.services.cases import Cases
from desktop.store.lists import CaseFilter
from tests.integration.services.branch_pc import Pc

#: Not to be packed, and no multiple of anything.
CONTENT = os.urandom(300_007)


def the_case(pc: Pc) -> str:
    cases = Cases(pc.session)
    return cases.rows(cases.numbers(CaseFilter()))[0].id


def add(pc: Pc, scan: Path) -> str:
    return Attachments(pc.session).add(the_case(pc), scan)


def paper(pc: Pc, record: str) -> Paper:
    return Attachments(pc.session).one(record)


def sealed_file(pc: Pc) -> Path:
    (path,) = [each for each in (pc.home / "files").rglob("*") if each.is_file()]
    return path
