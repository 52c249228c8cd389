"""Commands about the papers of a case and their files."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from desktop.cli.cases import case_id_of
from desktop.cli.shell import Answer, Command, Misuse, Shell
from desktop.cli.titles import label
from desktop.cli.values import values_for
from desktop.services.attachments import Attachments, Paper
from desktop.services.cases import Cases
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.words import cli as words
from desktop.words import formats
from desktop.words import papers as said
from sync.contract.fields import RECORD_TYPES

_FIELDS = RECORD_TYPES["attachment"].fields


def add(shell: Shell, args: Namespace) -> Answer:
    """Take a file in."""
    if not args.file.is_file():
        raise Misuse(words.NO_SUCH_FILE.format(file=args.file))
    typed = {"title": args.title, "kind": args.paper_kind, "dated_on": args.dated_on}
    given = {name: text for name, text in typed.items() if text is not None}
    fields = values_for(RECORD_TYPES["attachment"], given, shell.clock().date())
    with shell.writing() as session:
        attachments = Attachments(session)
        record_id = attachments.add(case_id_of(Cases(session), args.id), args.file, fields)
        paper = attachments.one(record_id)
    return Answer(_data(paper), words.PAPER_ADDED.format(title=paper.record.title, id=record_id))


def list_papers(shell: Shell, args: Namespace) -> Answer:
    """The papers of a case, each with where its file is."""
    with shell.reading() as session:
        papers = Attachments(session).of_case(case_id_of(Cases(session), args.id))
    text = "\n".join(map(_line, papers)) or words.NO_PAPERS
    return Answer({"attachments": [_data(paper) for paper in papers]}, text)


def get(shell: Shell, args: Namespace) -> Answer:
    """Write the file of a paper; one that is not here is fetched first."""
    with shell.writing() as session:
        attachments = Attachments(session)
        paper = attachments.one(args.paper)
        if not paper.here and session.office.enrolled:
            _fetch(session, attachments, args.paper)
        target: Path = args.to / (paper.record.name or args.paper) if args.to.is_dir() else args.to
        attachments.save_as(args.paper, target)
    return Answer({"id": args.paper, "out": str(target)}, words.PAPER_WRITTEN.format(out=target))


def remove(shell: Shell, args: Namespace) -> Answer:
    """Put a paper in the bin."""
    with shell.writing() as session:
        attachments = Attachments(session)
        title = attachments.one(args.paper).record.title
        attachments.remove(args.paper)
    return Answer({"id": args.paper}, words.PAPER_REMOVED.format(title=title))


def _fetch(session: Session, attachments: Attachments, record_id: str) -> None:
    attachments.want(record_id)
    Synchronise(session).cycle()


def _data(paper: Paper) -> dict[str, Any]:
    record = paper.record
    return {
        "id": record.id,
        "case": record.case,
        "title": record.title,
        "kind": record.kind,
        "dated_on": record.dated_on.isoformat() if record.dated_on else None,
        "name": record.name,
        "media_type": record.media_type,
        "size": record.size,
        "sha256": record.sha256,
        "pc": record.pc,
        "where": paper.where.value,
        "percent": paper.percent,
        "here": paper.here,
        "pinned": paper.pinned,
        "trouble": paper.trouble,
    }


def _line(paper: Paper) -> str:
    record = paper.record
    kind = label(_FIELDS["kind"], record.kind) if record.kind else ""
    parts = (record.title, kind, formats.size(record.size or 0), said.where(paper), said.trouble(paper))
    return f"{record.id}  {' · '.join(filter(None, parts))}"


COMMANDS: dict[str, Command] = {
    "attachment add": add,
    "attachment list": list_papers,
    "attachment get": get,
    "attachment remove": remove,
}
