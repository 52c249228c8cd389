"""``tgpl-server``: set up, look after and run the national server."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from getpass import getpass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import uvicorn

from sync.bundle.keys import SealKey
from sync.server import (
    accounts,
    backups,
    files,
    installation,
    mergers,
    national,
    numbering,
    sign_in,
    trail,
    tree,
    words,
    worker,
)
from sync.server.arguments import Parser
from sync.server.blobs import DiskBlobs
from sync.server.bundles import answer_file
from sync.server.database import DEFAULT_URL, Database, ServerError
from sync.server.export import export_feed
from sync.server.logs import log_to_stderr
from sync.server.metrics import SHARED_FOLDER
from sync.server.status import as_json, as_table, status

Command = Callable[[Database, Namespace], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit codes: 0 done, 1 error (its sentence on standard error), 2 usage."""
    chosen = _parser().parse_args(arguments)
    command: Command = chosen.command
    try:
        database = Database(chosen.database)
        try:
            if command is not _init:
                database.epoch()  # refuse a database that is not ready before anything else
            command(database, chosen)
        finally:
            database.close()
    except ServerError as error:
        sys.stderr.write(words.sentence(error) + "\n")
        return 1
    return 0


def _init(database: Database, chosen: Namespace) -> None:
    database.initialise()
    installation.make_key(installation.key_path(chosen.database))
    _remember(database, "initialised", "database")
    _say(words.READY)


def _unit_add(database: Database, chosen: Namespace) -> None:
    with database.write() as connection:
        unit_id = tree.add_unit(
            connection,
            code=chosen.code,
            name=chosen.name,
            kind=chosen.kind,
            province=chosen.province,
            parent=chosen.parent,
        )
    _say(words.ADDED.format(subject=chosen.code, id=unit_id))


def _unit_move(database: Database, chosen: Namespace) -> None:
    with database.write() as connection:
        tree.move_unit(connection, chosen.code, parent=chosen.parent)
    _say(words.CHANGED.format(subject=chosen.code))


def _unit_merge(database: Database, chosen: Namespace) -> None:
    names = {"old": chosen.old, "new": chosen.new}
    with database.write() as connection:
        merger = mergers.plan(connection, chosen.old, chosen.new)
        _say(words.MERGER.format(**{**msgspec.structs.asdict(merger), **names}))
        if merger.below:
            _say(words.MERGER_BELOW.format(units=", ".join(merger.below)))
        if merger.same_login:
            _say(words.MERGER_LOGINS.format(old=chosen.old, logins=", ".join(merger.same_login)))
        if chosen.yes:
            mergers.carry_out(connection, merger)
    _say(words.MERGED.format(**names) if chosen.yes else words.MERGER_DRY)


def _account_add(database: Database, chosen: Namespace) -> None:
    with database.write() as connection:
        account_id = accounts.add_account(
            connection, chosen.user, unit=chosen.unit, role=chosen.role, full_name=chosen.full_name
        )
    _say(words.ADDED.format(subject=chosen.user, id=account_id))


def _account_set(database: Database, chosen: Namespace) -> None:
    with database.write() as connection:
        accounts.set_account(connection, chosen.user, unit=chosen.unit, role=chosen.role, enabled=chosen.enabled)
    _say(words.CHANGED.format(subject=chosen.user))


def _account_password(database: Database, chosen: Namespace) -> None:
    password = os.environ.get("TGPL_NEW_PASSWORD") or getpass(words.ASK_PASSWORD)
    with database.write() as connection:
        sign_in.set_password(connection, chosen.user, unit=chosen.unit, password=password)
    _say(words.CHANGED.format(subject=chosen.user))


def _device_revoke(database: Database, chosen: Namespace) -> None:
    with database.write() as connection:
        accounts.revoke_device(connection, chosen.device)
    _say(words.CHANGED.format(subject=chosen.device))


def _numbering_show(database: Database, chosen: Namespace) -> None:
    with database.write() as connection:  # as whoever changes it sees it
        register = numbering.Register(connection, accounts.unit_by_code(connection, chosen.unit))
    holder = words.NUMBERS.format(pc=register.pc, device=register.holder) if register.holder else words.NOBODY_NUMBERS
    blocks = sorted(register.blocks.values(), key=lambda block: (block.year, block.first))
    _say("\n".join([holder, *map(words.block, blocks)]))


def _numbering_take_over(database: Database, chosen: Namespace) -> None:
    with database.write() as connection:
        numbering.take_over(connection, chosen.unit, chosen.device)
    _say(words.CHANGED.format(subject=chosen.unit))


def _enrol_code(database: Database, chosen: Namespace) -> None:
    key = _seal_key(chosen) if chosen.invitation is not None else None
    if key is not None and not chosen.address:
        raise ServerError("address_missing")
    with database.write() as connection:
        code = accounts.new_enrol_code(connection, chosen.unit, days=chosen.days, uses=chosen.uses)
        if key is not None:
            installation.write_invitation(chosen.invitation, key, chosen.address, code)
    _say(code)


def _serve(database: Database, chosen: Namespace) -> None:
    _seal_key(chosen)  # each process reads it by itself; here one learns at once that it is missing
    log_to_stderr()
    sys.stderr.write(words.LISTENING.format(address=f"http://{chosen.host}:{chosen.port}") + "\n")
    files_folder = chosen.files or database.files_folder
    os.environ |= {worker.DATABASE: chosen.database, worker.FILES: str(files_folder)}  # what each process reads
    listen: dict[str, Any] = {"host": chosen.host, "port": chosen.port, "access_log": False, "log_config": None}
    listen |= {"ws": "none", "timeout_keep_alive": 75}
    if chosen.processes == 1:
        uvicorn.run(worker.app(), **listen)
        return
    with TemporaryDirectory(prefix="tgpl-server-") as shared:
        os.environ[SHARED_FOLDER] = shared
        uvicorn.run("sync.server.worker:app", factory=True, workers=chosen.processes, **listen)


def _files_collect(database: Database, chosen: Namespace) -> None:
    done = files.collect(database, _blobs(database, chosen), kept=timedelta(days=chosen.kept_days))
    _remember(database, "files_collected", "files", f"dropped={done.dropped} uploads={done.uploads}")
    _say(words.COLLECTED.format(dropped=done.dropped, unnamed=done.unnamed, uploads=done.uploads))


def _blobs(database: Database, chosen: Namespace) -> DiskBlobs:
    return DiskBlobs(chosen.files or database.files_folder)


def _status(database: Database, chosen: Namespace) -> None:
    with database.read() as connection:
        units = status(connection)
    _say(as_json(units, database.epoch()) if chosen.json else as_table(units))


def _bundle(database: Database, chosen: Namespace) -> None:
    papers = files.Files(database, _blobs(database, chosen))
    answered, handled = answer_file(database, papers, _seal_key(chosen), chosen.file)
    _say(words.BUNDLE_ANSWERED.format(entries=handled.entries, records=handled.records, file=answered))


def _export(database: Database, chosen: Namespace) -> None:
    with database.read() as connection:
        count = export_feed(connection, chosen.feed, chosen.out)
    _remember(database, "exported", chosen.feed)
    _say(words.EXPORTED.format(records=count, folder=chosen.out))


def _national(database: Database, chosen: Namespace) -> None:
    with database.read() as connection:
        count = national.write_national(connection, chosen.file)
    _remember(database, "national_exported", "all")
    _say(words.EXPORTED.format(records=count, folder=chosen.file))


def _audit(database: Database, chosen: Namespace) -> None:
    with database.read() as connection:
        found = trail.acts(connection, chosen.last_days)
    _say(trail.as_json(found) if chosen.json else trail.as_text(found))


def _backup(database: Database, chosen: Namespace) -> None:
    backups.back_up(database, chosen.file)
    _say(words.BACKED_UP.format(file=chosen.file))


def _backed_up(database: Database, chosen: Namespace) -> None:
    with database.write() as connection:
        backups.mark(connection, chosen.until)
    _say(words.NOTED)


def _restored(database: Database, _chosen: Namespace) -> None:
    backups.restored(database)
    _say(words.RESTORED)


def _remember(database: Database, action: str, subject: str, detail: str | None = None) -> None:
    with database.write() as connection:
        accounts.audit(connection, action, subject, detail)


def _seal_key(chosen: Namespace) -> SealKey:
    return installation.load_key(installation.key_path(chosen.database))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _parser() -> Parser:
    parser = Parser(prog="tgpl-server", description=words.COMMAND)
    url = os.environ.get(worker.DATABASE, DEFAULT_URL)
    parser.add("--database", metavar=words.ADDRESS, default=url)
    folder = os.environ.get(worker.FILES)
    parser.add("--files", metavar=words.FOLDER, type=Path, default=Path(folder) if folder else None)
    top = parser.add_commands()
    _command(top, "init", _init)
    _units_and_accounts(top)
    _running(top)
    return parser


def _units_and_accounts(top: Any) -> None:
    unit = _group(top, "unit")
    unit_add = _command(unit, "unit add", _unit_add)
    unit_add.add("code", metavar=words.CODE)
    unit_add.add("--name", metavar=words.NAME, required=True)
    unit_add.add("--kind", metavar=words.KIND, required=True)
    unit_add.add("--province", metavar=words.PROVINCE)
    unit_add.add("--parent", metavar=words.CODE)
    unit_move = _command(unit, "unit move", _unit_move)
    unit_move.add("code", metavar=words.CODE)
    unit_move.add("--parent", metavar=words.CODE)
    unit_merge = _command(unit, "unit merge", _unit_merge)
    unit_merge.add("old", metavar=words.CODE)
    unit_merge.add("new", metavar=words.CODE)
    unit_merge.add("--yes", action="store_true")

    account = _group(top, "account")
    account_add = _command(account, "account add", _account_add)
    account_add.add("user", metavar=words.LOGIN)
    account_add.add("--unit", required=True, metavar=words.CODE)
    account_add.add("--role", required=True, metavar=words.ROLE)
    account_add.add("--full-name", required=True, metavar=words.NAME)
    account_set = _command(account, "account set", _account_set)
    account_set.add("user", metavar=words.LOGIN)
    account_set.add("--unit", required=True, metavar=words.CODE)
    account_set.add("--role", metavar=words.ROLE)
    account_set.add_switch("enabled", on="--enable", off="--disable")
    account_password = _command(account, "account password", _account_password)
    account_password.add("user", metavar=words.LOGIN)
    account_password.add("--unit", required=True, metavar=words.CODE)

    _command(_group(top, "device"), "device revoke", _device_revoke).add("device", metavar=words.DEVICE)

    numbers = _group(top, "numbering")
    _command(numbers, "numbering show", _numbering_show).add("unit", metavar=words.CODE)
    take_over = _command(numbers, "numbering take-over", _numbering_take_over)
    take_over.add("unit", metavar=words.CODE)
    take_over.add("device", metavar=words.DEVICE)

    enrol_code = _command(top, "enrol-code", _enrol_code)
    enrol_code.add("unit", metavar=words.CODE)
    enrol_code.add("--uses", metavar=words.NUMBER, type=int, default=1)
    enrol_code.add("--days", metavar=words.NUMBER, type=int, default=14)
    enrol_code.add("--invitation", metavar=words.FILE, type=Path)
    enrol_code.add("--address", metavar=words.ADDRESS)


def _running(top: Any) -> None:
    serve = _command(top, "serve", _serve)
    serve.add("--host", metavar=words.ADDRESS, default="127.0.0.1")
    serve.add("--port", metavar=words.NUMBER, type=int, default=8470)
    serve.add("--processes", metavar=words.NUMBER, type=int, default=1)

    collect = _command(_group(top, "files"), "files collect", _files_collect)
    collect.add("--kept-days", metavar=words.NUMBER, type=int, default=files.BLOBS_KEPT.days)

    _command(top, "status", _status).add("--json", action="store_true")
    audit = _command(top, "audit", _audit)
    audit.add("--last-days", metavar=words.NUMBER, type=int, default=30)
    audit.add("--json", action="store_true")

    _command(top, "backup", _backup).add("--file", type=Path, required=True, metavar=words.FILE)
    backed_up = _command(top, "backed-up", _backed_up)
    backed_up.add("--until", type=_moment, required=True, metavar=words.MOMENT)
    _command(top, "restored", _restored)
    _command(top, "bundle", _bundle).add("file", metavar=words.FILE, type=Path)

    export = _command(top, "export", _export)
    export.add("feed", metavar=words.CODE)
    export.add("--out", type=Path, required=True, metavar=words.FOLDER)

    projection = _command(top, "national", _national)
    projection.add("--file", type=Path, required=True, metavar=words.FILE)


def _moment(text: str) -> datetime:
    """A moment in ISO 8601; without an offset it is local."""
    return datetime.fromisoformat(text).astimezone()


def _group(top: Any, name: str) -> Any:
    parser: Parser = top.add_parser(name, help=words.GROUPS[name], description=words.GROUPS[name])
    return parser.add_commands()


def _command(commands: Any, name: str, command: Command) -> Parser:
    """A command; its last word is what is typed after that of its group."""
    text = words.DESCRIPTIONS[name]
    parser: Parser = commands.add_parser(name.rpartition(" ")[2], help=text, description=text)
    parser.set_defaults(command=command)
    return parser
