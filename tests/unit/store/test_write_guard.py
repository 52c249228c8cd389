"""Business tables have one door: whoever writes them elsewhere is found by reading the source (DESIGN §3)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

#: The door, the index it keeps, and where the tables and their prepared statements are made.
MAY_WRITE = {"desktop/store/door.py", "desktop/store/index.py", "desktop/store/tables.py"}
#: Migrations change the form of tables, not what a person typed, and run before anybody works.
MAY_WRITE_PREFIX = "desktop/store/migrations/"

TABLES = {"TABLES", "case_index", "person_index", "case_search", "person_search"}
WRITERS = {"insert", "update", "delete", "upsert", "write_rows"}
STATEMENT = re.compile(r"\s*(INSERT\s+(OR|INTO)|UPDATE\s+\S+\s+SET|DELETE\s+FROM|REPLACE\s+INTO)\s", re.IGNORECASE)


def forbidden_writes(source: str) -> list[int]:
    """Lines that write a business table: ``insert(TABLES[…])``, ``table.delete()`` of one, or a statement as text."""
    tree = ast.parse(source)
    named = set(TABLES)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and mentions(node.value, named):
            named |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return sorted(set(_found(tree, named)))


def _found(tree: ast.Module, named: set[str]) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and STATEMENT.match(node.value):
            yield node.lineno
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in WRITERS and any(mentions(arg, named) for arg in node.args):
            yield node.lineno
        if isinstance(called, ast.Attribute) and called.attr in WRITERS and mentions(called.value, named):
            yield node.lineno


def mentions(node: ast.AST, names: set[str]) -> bool:
    """Whether an expression is made from one of these names."""
    return any(isinstance(part, ast.Name) and part.id in names for part in ast.walk(node))


def client_sources() -> list[Path]:
    """Everything that runs on a PC."""
    return [path for folder in ("desktop", "sync/client") for path in (ROOT / folder).rglob("*.py")]


def test_only_the_door_and_its_index_write_what_people_recorded() -> None:
    offenders = {}
    for path in client_sources():
        name = path.relative_to(ROOT).as_posix()
        if name not in MAY_WRITE and not name.startswith(MAY_WRITE_PREFIX):
            offenders[name] = forbidden_writes(path.read_text(encoding="utf-8"))
    assert len(offenders) > 50
    assert {name: lines for name, lines in offenders.items() if lines} == {}


@pytest.mark.parametrize(
    "sneaky",
    [
        "connection.execute(insert(TABLES['case']).values(id='x'))",
        "table = TABLES['case']\nconnection.execute(table.delete().where(table.c.id == 'x'))",
        "table = TABLES['case']\nstatement = update(table)",
        "write_rows(connection, TABLES['person'], rows)",
        "connection.execute(case_index.update().values(hidden=True))",
        "connection.exec_driver_sql('DELETE FROM \"case\"')",
        "connection.execute(text(' update person set full_name = null'))",
    ],
)
def test_the_guard_sees_every_way_around_the_door(sneaky: str) -> None:
    assert forbidden_writes(sneaky) != []


@pytest.mark.parametrize(
    "honest",
    [
        "connection.execute(select(TABLES['case']))",
        "connection.execute(insert(settings).values(name='x'))",
        "connection.execute(drafts.delete().where(drafts.c.id == 'x'))",
        "people.update({'a': 1})",
        "text = 'Update the program'",
    ],
)
def test_the_guard_lets_readers_and_the_programs_own_notes_pass(honest: str) -> None:
    assert forbidden_writes(honest) == []
