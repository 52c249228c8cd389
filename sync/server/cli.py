"""``tgpl-server``: set up, look after and run the national server."""

import argparse
import gc
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import uvicorn

from sync.server import accounts, words
from sync.server.app import create_app
from sync.server.database import DEFAULT_URL, Database, ServerError
from sync.server.export import export_feed
from sync.server.status import as_json, as_table, status

Command = Callable[[Database, argparse.Namespace], None]


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


def _init(database: Database, _chosen: argparse.Namespace) -> None:
    database.initialise()
    _say(words.READY)


def _unit_add(database: Database, chosen: argparse.Namespace) -> None:
    with database.write() as connection:
        unit_id = accounts.add_unit(
            connection,
            code=chosen.code,
            name=chosen.name,
            kind=chosen.kind,
            province=chosen.province,
            parent=chosen.parent,
        )
    _say(words.ADDED.format(subject=chosen.code, id=unit_id))


def _account_add(database: Database, chosen: argparse.Namespace) -> None:
    with database.write() as connection:
        account_id = accounts.add_account(
            connection, chosen.user, unit=chosen.unit, role=chosen.role, full_name=chosen.full_name
        )
    _say(words.ADDED.format(subject=chosen.user, id=account_id))


def _account_set(database: Database, chosen: argparse.Namespace) -> None:
    with database.write() as connection:
        accounts.set_account(connection, chosen.user, unit=chosen.unit, role=chosen.role, enabled=chosen.enabled)
    _say(words.CHANGED.format(subject=chosen.user))


def _device_revoke(database: Database, chosen: argparse.Namespace) -> None:
    with database.write() as connection:
        accounts.revoke_device(connection, chosen.device)
    _say(words.CHANGED.format(subject=chosen.device))


def _enrol_code(database: Database, chosen: argparse.Namespace) -> None:
    with database.write() as connection:
        _say(accounts.new_enrol_code(connection, chosen.unit, days=chosen.days, uses=chosen.uses))


def _serve(database: Database, chosen: argparse.Namespace) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    app = create_app(database)
    gc.freeze()  # what is loaded by now stays: nothing to look through for rubbish with every batch
    sys.stderr.write(words.LISTENING.format(address=f"http://{chosen.host}:{chosen.port}") + "\n")
    uvicorn.run(
        app, host=chosen.host, port=chosen.port, access_log=False, log_config=None, ws="none", timeout_keep_alive=75
    )


def _status(database: Database, chosen: argparse.Namespace) -> None:
    with database.read() as connection:
        units = status(connection)
    _say(as_json(units, database.epoch()) if chosen.json else as_table(units))


def _export(database: Database, chosen: argparse.Namespace) -> None:
    with database.read() as connection:
        count = export_feed(connection, chosen.feed, chosen.out)
    _say(words.EXPORTED.format(records=count, folder=chosen.out))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tgpl-server", description=words.COMMAND)
    parser.add_argument(
        "--database",
        metavar="URL",
        default=os.environ.get("TGPL_SERVER_DATABASE", DEFAULT_URL),
        help=words.HELP["database"],
    )
    top = parser.add_subparsers(metavar="COMMAND", required=True)
    _add(top, "init", _init)

    unit_add = _add(_group(top, "unit"), "add", _unit_add, "unit add")
    unit_add.add_argument("code")
    unit_add.add_argument("--name", required=True)
    unit_add.add_argument("--kind", required=True)
    unit_add.add_argument("--province")
    unit_add.add_argument("--parent", metavar="CODE")

    account = _group(top, "account")
    account_add = _add(account, "add", _account_add, "account add")
    account_add.add_argument("user")
    account_add.add_argument("--unit", required=True, metavar="CODE")
    account_add.add_argument("--role", required=True)
    account_add.add_argument("--full-name", required=True)
    account_set = _add(account, "set", _account_set, "account set")
    account_set.add_argument("user")
    account_set.add_argument("--unit", required=True, metavar="CODE")
    account_set.add_argument("--role")
    switch = account_set.add_mutually_exclusive_group()
    switch.add_argument("--enable", dest="enabled", action="store_true", default=None)
    switch.add_argument("--disable", dest="enabled", action="store_false", default=None)

    _add(_group(top, "device"), "revoke", _device_revoke, "device revoke").add_argument("device")

    enrol_code = _add(top, "enrol-code", _enrol_code)
    enrol_code.add_argument("unit", metavar="UNIT")
    enrol_code.add_argument("--uses", type=int, default=1)
    enrol_code.add_argument("--days", type=int, default=14)

    serve = _add(top, "serve", _serve)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8470)

    _add(top, "status", _status).add_argument("--json", action="store_true")

    export = _add(top, "export", _export)
    export.add_argument("feed", metavar="FEED_CODE")
    export.add_argument("--out", type=Path, required=True, metavar="DIR")
    return parser


_Commands = argparse._SubParsersAction


def _group(top: "_Commands[argparse.ArgumentParser]", name: str) -> "_Commands[argparse.ArgumentParser]":
    return top.add_parser(name, help=words.HELP[name]).add_subparsers(metavar="COMMAND", required=True)


def _add(
    commands: "_Commands[argparse.ArgumentParser]", name: str, command: Command, described: str | None = None
) -> argparse.ArgumentParser:
    text = words.HELP[described or name]
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(command=command)
    return parser
