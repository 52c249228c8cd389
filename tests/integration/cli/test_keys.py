"""What the manual in `desktop.cli` says of the objects is what the commands print: scripts rely on it."""

import re
from pathlib import Path

import desktop.cli
from tests.integration.cli.terminal import Terminal

README = Path(__file__).parents[3] / "README.md"
_COMMAND_COLUMN = 28


def documented() -> dict[str, tuple[set[str], set[str]]]:
    """Command → keys of its object and, together, of the objects within; from the second table of the manual."""
    table = (desktop.cli.__doc__ or "").partition("The keys of the objects")[2]
    rows: list[tuple[str, str]] = []
    for line in table.splitlines():
        if line.startswith("``"):
            rows.append((line[:_COMMAND_COLUMN], line[_COMMAND_COLUMN:]))
        elif rows and line.startswith(" " * _COMMAND_COLUMN):
            rows[-1] = (rows[-1][0], f"{rows[-1][1]} {line.strip()}")
    found = {}
    for commands, text in rows:
        within = " ".join(re.findall(r"\[.*?\]", text))
        keys = set(re.findall(r"``(\w+)``", re.sub(r"\[.*?\]", "", text)))
        for command in re.findall(r"``(.+?)``", commands):
            head, _space, choices = command.rpartition(" ")
            for choice in choices.split("|"):
                found[f"{head} {choice}".strip()] = (keys, set(re.findall(r"``(\w+)``", within)))
    return found


def test_the_objects_have_the_documented_keys_and_no_others(office: Terminal) -> None:
    code = office.add()["code"]
    out = str(office.home.with_name("out"))
    printed = {
        "case add": office.add(),
        "case edit": office.run("case", "edit", code, "note=x"),
        "case list": office.run("case", "list"),
        "case show": office.run("case", "show", code),
        "case destinations": office.run("case", "destinations"),
        "record add": office.run("record", "add", "event", f"case={code}", "on=25/11/2026", "content=x"),
        "status": office.run("status"),
        "queue": office.run("queue"),
        "conflicts": office.run("conflicts"),
        "export": office.run("export", "--out", out),
        "backup": office.run("backup"),
        "backup --list": office.run("backup", "--list"),
        "restore": office.run("restore"),
        "user list": office.run("user", "list"),
        "demo": office.elsewhere("demo").run("demo", "--cases", "1"),
        "init": office.elsewhere("another").init("CN2"),
    }
    manual = documented()
    assert {name: set(answer) for name, answer in printed.items()} == {name: manual[name][0] for name in printed}


def test_the_readme_names_every_key_of_the_manual() -> None:
    named: dict[str, set[str]] = {}
    for line in README.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            _edge, commands, keys, *_rest = line.split("|")
            named |= {command: set(re.findall(r"`(\w+)`", keys)) for command in re.findall("`(.+?)`", commands)}
    missing = {name: (keys | within) - named.get(name, set()) for name, (keys, within) in documented().items()}
    assert not any(missing.values()), missing


def test_the_objects_within_have_the_documented_keys(office: Terminal) -> None:
    office.add()
    office.run("backup")
    within = {
        "case list": office.run("case", "list")["cases"],
        "queue": office.run("queue")["entries"],
        "backup --list": office.run("backup", "--list")["backups"],
        "user list": office.run("user", "list")["users"],
    }
    manual = documented()
    for command, objects in within.items():
        assert objects
        assert [set(item) for item in objects] == [manual[command][1]] * len(objects)
    assert set(office.run("sync", code=1)["error"]) == {"code", "field", "message"}
