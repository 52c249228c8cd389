"""Commands that carry data out, away and back: export, backup, restore."""

from argparse import Namespace
from typing import Any

from desktop.cli.shell import Answer, Command, Misuse, Shell
from desktop.domain.periods import period
from desktop.services.backups import Backups
from desktop.services.export import export_acknowledged, export_visible
from desktop.services.leaving import Leaving
from desktop.services.releasing import Releasing
from desktop.store.backup import Backup, Preview
from desktop.store.errors import StoreError
from desktop.words import cli as words
from desktop.words import formats
from desktop.words import releasing as release_words
from desktop.words.restoring import restored_text


def export(shell: Shell, args: Namespace) -> Answer:
    """Write what the office sees as lines of JSON, one file a record type; or what the server has confirmed."""
    if args.anonymous:
        return _anonymous(shell, args)
    with shell.reading() as session:
        files = (export_acknowledged if args.acknowledged else export_visible)(session, args.out)
    text = words.EXPORT_DONE.format(lines=sum(files.values()), out=args.out)
    return Answer({"out": str(args.out), "files": files}, text)


def _anonymous(shell: Shell, args: Namespace) -> Answer:
    """Write statistics of a period without anybody in them, and what was hidden."""
    if args.period is None or args.out.suffix.lower() != ".xlsx":
        raise Misuse(words.ANONYMOUS_MISSING)
    with shell.writing() as session:  # what left is remembered
        releasing = Releasing(session)
        if args.threshold is not None:
            releasing.choose(args.threshold)
        release = releasing.make(period(args.period))
        lines = releasing.write(release, args.out)
    told = release_words.rules(release)
    data = {
        "out": str(args.out),
        "threshold": release.threshold,
        "cases": lines,
        "hidden": len(release.people.small),
        "hidden_further": len(release.people.further),
        "rules": told,
    }
    return Answer(data, "\n".join(told))


def keep_unsent(shell: Shell, args: Namespace) -> Answer:
    """Write what is unsent of units that this PC may hold no more to a file, then take these units out."""
    with shell.writing() as session:
        leaving = Leaving(session)
        lost = leaving.lost()
        if lost and args.out.exists():
            raise StoreError("exists", path=str(args.out))
        if lost:
            leaving.keep_unsent([unit.feed for unit in lost], args.out)
    rows = [{"unit": unit.name, "unsent": unit.unsent} for unit in lost]
    said = words.UNSENT_KEPT.format(file=args.out, units=", ".join(unit.name for unit in lost))
    return Answer({"out": str(args.out), "units": rows}, said if lost else words.NOTHING_LOST)


def backup(shell: Shell, args: Namespace) -> Answer:
    """Back up now, while a window may be open; or list what there is."""
    if args.list:
        return _listed(Backups(shell.office()).every())
    with shell.reading() as session:
        made = Backups(shell.office()).now(session)
    data = {"backup": made.folder.name, "size": made.size}
    return Answer(data, words.BACKUP_DONE.format(name=made.folder.name, size=formats.size(made.size)))


def restore(shell: Shell, args: Namespace) -> Answer:
    """Show what is in a backup; with ``--yes`` put it in the place of what is there."""
    office = shell.office()
    backups = Backups(office)
    chosen = _named(backups, args.name)
    login, password = shell.login_at(office), shell.password()
    if not args.yes:
        seen = backups.preview(chosen, login, password)
        return Answer(_preview_data(chosen, seen), _sentence(words.RESTORE_PREVIEW, chosen, seen))
    with shell.lock():
        restored = backups.restore(chosen, login, password, shell.clock())
    data = _preview_data(chosen, restored.preview) | {
        "restored": True,
        "replaced": str(restored.aside),
        "carried": restored.carried.entries,
        "unreadable": restored.carried.unreadable,
    }
    return Answer(data, restored_text(restored))


def _named(backups: Backups, name: str | None) -> Backup:
    """The one of this name, or the newest."""
    for one in backups.every():
        if name in (None, one.folder.name):
            return one
    raise Misuse(words.NO_SUCH_BACKUP if name else words.NO_BACKUPS)


def _listed(found: list[Backup]) -> Answer:
    rows = [{"name": b.folder.name, "made_at": b.made_at.isoformat(), "kind": b.kind, "size": b.size} for b in found]
    text = "\n".join(f"{b.folder.name}  {formats.size(b.size)}" for b in found) or words.NO_BACKUPS
    return Answer({"backups": rows}, text)


def _preview_data(chosen: Backup, seen: Preview) -> dict[str, Any]:
    return {
        "backup": chosen.folder.name,
        "made_at": seen.made_at.isoformat(),
        "size": seen.size,
        "logins": seen.logins,
        "cases": seen.cases,
        "restored": False,
        "replaced": None,
        "carried": 0,
        "unreadable": None,
    }


def _sentence(text: str, chosen: Backup, seen: Preview) -> str:
    logins = ", ".join(seen.logins)
    return text.format(name=chosen.folder.name, cases=seen.cases, logins=logins, size=formats.size(seen.size))


COMMANDS: dict[str, Command] = {"export": export, "keep-unsent": keep_unsent, "backup": backup, "restore": restore}
