"""A small country: a centre, two branches, PCs of several people, and what they do all day."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from random import Random

import msgspec

from desktop.domain.checks import EXCLUDED_FIELD
from desktop.domain.errors import DomainError
from desktop.services.cases import Cases, Intake
from desktop.services.conflicts import Choice, Conflicts, Side
from desktop.services.office import NewOffice, Office
from desktop.services.session import VIETNAM
from desktop.services.synchronise import Synchronise
from desktop.store import door
from desktop.store.door import Seen
from desktop.store.keys import Cost
from desktop.store.lists import CaseFilter
from sync.client.engine import Engine
from sync.client.journal import EntryState
from sync.contract.errors import Invalid, SyncError
from sync.contract.fields import RECORD_TYPES
from sync.contract.records import Case
from sync.server import accounts
from sync.server.database import Database
from tests.simulation.line import Crash, CrashingReplica, Line

CHEAP = Cost(memory_kib=8, passes=1, lanes=1)

#: Fields the people of the simulation write in; each edit writes a text nobody else ever writes.
WRITTEN = {"case": ("content", "note", "result"), "person": ("phone", "address")}


TODAY = "2026-11-22T08:00:00+07:00"


MOST_CASES = 6


class Edit(msgspec.Struct, frozen=True):
    """One value somebody saved: where, and which values its author had on the screen."""

    pc: str
    record: str
    name: str
    value: str
    saw: tuple[str, ...]


class Form(msgspec.Struct, frozen=True):
    """A form left open on a screen."""

    type: str
    record: str
    name: str
    shown: str | None
    seen: dict[str, Seen]


class Pc:
    """One PC: its database, its line, the forms left open on it."""

    def __init__(self, name: str, unit: str, home: Path, server: Database, chance: Random, *, numbering: bool) -> None:
        self.name = name
        self.unit = unit
        skew = dt.timedelta(days=chance.choice([0, 0, -4000, 900]))  # trap 7: clocks wrong by years
        self._now = dt.datetime(2026, 11, 22, 8, tzinfo=VIETNAM) + skew
        new = NewOffice(
            unit_code=unit,
            unit_name=f"Đơn vị {unit}",
            unit_kind="chi_nhanh",
            province="08",
            login=name.lower(),
            full_name=f"Người {name}",
            password="mat khau dai",
            numbering=numbering,
        )
        self.session, _ = Office.create(home, new, self.clock, CHEAP)
        self.line = Line(server, chance)
        self.cases = Cases(self.session)
        self.conflicts = Conflicts(self.session)
        self.synchronise = Synchronise(self.session, lambda _line: self.line)
        self.replica = CrashingReplica(self.session.database, self.clock)
        self.replica.chance = chance
        self.forms: list[Form] = []

    def clock(self) -> dt.datetime:
        """A clock that moves on by a minute whenever somebody looks."""
        self._now += dt.timedelta(minutes=1)
        return self._now

    def case_ids(self) -> list[str]:
        """Ids of the cases in this PC's list."""
        return [row.id for row in self.cases.rows(self.cases.numbers(CaseFilter()))]

    def cycle(self, trouble: float) -> bool:
        """One cycle on a line with this much trouble; whether it moved anything or broke."""
        self.line.trouble = trouble
        self.replica.trouble = trouble / 2
        try:
            cycle = Engine(self.replica, self.line).cycle()
            numbered = self.cases.number_waiting()
        except (SyncError, Crash):
            return True
        return bool(cycle.sent or cycle.taken or numbered or cycle.totals.pending or cycle.totals.behind)


class World:
    """Everything that happens follows from the seed."""

    def __init__(self, seed: int, server_url: str, root: Path) -> None:
        self.chance = Random(seed)
        self.server = Database(server_url)
        self.server.initialise()
        self.edits: list[Edit] = []
        self.decided: set[tuple[str, str, str]] = set()  # values a person had before them and chose among
        with self.server.write() as connection:
            accounts.add_unit(connection, code="TT", name="Trung tâm", kind="trung_tam", province="08", parent=None)
            for code in ("CN1", "CN2"):
                accounts.add_unit(connection, code=code, name=code, kind="chi_nhanh", province="08", parent="TT")
        pcs = [("Tam", "TT"), ("Hoa", "CN1"), ("Binh", "CN1"), ("Pang", "CN2")]
        self.pcs = [
            Pc(name, unit, root / name, self.server, self.chance, numbering=name != "Binh") for name, unit in pcs
        ]
        self._late = set(self.chance.sample([pc.name for pc in self.pcs], 2))  # these begin offline
        for pc in self.pcs:
            if pc.name not in self._late:
                self.join(pc)

    def join(self, pc: Pc) -> None:
        """Enrol a PC with a fresh code of its unit."""
        with self.server.write() as connection:
            code = accounts.new_enrol_code(connection, pc.unit, uses=1, days=14)
        pc.synchronise.enrol("http://127.0.0.1:9", code)

    def live(self, steps: int) -> None:
        """Let people work for this many steps."""
        acts: list[tuple[Callable[[Pc], None], int]] = [
            (self._take_in, 2),
            (self._edit, 12),
            (self._leave_open, 3),
            (self._save_left_open, 3),
            (self._add_event, 2),
            (self._delete, 1),
            (self._resolve, 3),
            (self._sync, 8),
            (self._toggle_account, 1),
            (self._poison, 1),
            (self._mend, 2),
        ]
        for _ in range(steps):
            pc = self.chance.choice(self.pcs)
            act = self.chance.choices([act for act, _ in acts], [weight for _, weight in acts])[0]
            act(pc)

    def quiesce(self) -> None:
        """The line is good again, everybody is allowed, and all PCs synchronise until nothing moves."""
        for pc in self.pcs:
            if not pc.session.office.enrolled:
                self.join(pc)
            self._allow(pc, enabled=True)
        for _ in range(12):
            moved = [pc.cycle(0) for pc in self.pcs]  # every PC, not only up to the first that moved
            if not any(moved):
                return
        left = {pc.name: pc.replica.totals() for pc in self.pcs}
        message = f"never quiet: {left}"
        raise AssertionError(message)

    def close(self) -> None:
        """Give every database back."""
        for pc in self.pcs:
            pc.session.database.close()
        self.server.close()

    def _new_text(self) -> str:
        return f"e{len(self.edits)}"

    def _take_in(self, pc: Pc) -> None:
        if len(pc.case_ids()) >= MOST_CASES:
            return  # few cases and many hands make for quarrels
        content, phone = self._new_text(), f"p{len(self.edits)}"
        intake = Intake(
            person={"full_name": "Lò Thị Pâng", "phone": phone},
            part={"categories": ["ho_ngheo"]},
            case={"form": "tu_van_phap_luat", "law_field": "dan_su", "content": content, "accepted_at": TODAY},
        )
        case_id = pc.cases.take_in(intake)
        person = pc.cases.page(case_id).parts[0].person or ""
        self.edits += [
            Edit(pc.name, case_id, "content", content, ()),
            Edit(pc.name, person, "phone", phone, ()),
        ]

    def _pick(self, pc: Pc) -> Form | None:
        ids = pc.case_ids()
        if not ids:
            return None
        page = pc.cases.page(self.chance.choice(ids))
        kind = self.chance.choice(["case", "case", "person"])
        record = page.case.id if kind == "case" or not page.people else self.chance.choice(sorted(page.people))
        kind = "case" if record == page.case.id else "person"
        name = self.chance.choice(WRITTEN[kind])
        opened = pc.cases.open(kind, record)
        return Form(kind, record, name, getattr(opened.record, name), opened.seen)

    def _save(self, pc: Pc, form: Form, seen: dict[str, Seen] | None) -> None:
        value = self._new_text()
        try:
            pc.cases.edit(form.type, form.record, {form.name: value}, seen)
        except DomainError:
            return
        self.edits.append(Edit(pc.name, form.record, form.name, value, (form.shown,) if form.shown else ()))

    def _edit(self, pc: Pc) -> None:
        form = self._pick(pc)
        if form:
            self._save(pc, form, self.chance.choice([form.seen, None]))

    def _leave_open(self, pc: Pc) -> None:
        form = self._pick(pc)
        if form:
            pc.forms.append(form)

    def _save_left_open(self, pc: Pc) -> None:
        if pc.forms:
            form = pc.forms.pop(self.chance.randrange(len(pc.forms)))
            self._save(pc, form, form.seen)

    def _add_event(self, pc: Pc) -> None:
        ids = pc.case_ids()
        if ids:
            content = self._new_text()
            values = {"case": self.chance.choice(ids), "on": "2026-11-22", "content": content}
            event = pc.cases.add("event", values)
            self.edits.append(Edit(pc.name, event, "content", content, ()))

    def _delete(self, pc: Pc) -> None:
        ids = pc.case_ids()
        if ids:
            pc.cases.delete(self.chance.choice(ids))

    def _poison(self, pc: Pc) -> None:
        """An older program lets through what the server refuses (trap 4)."""
        ids = pc.case_ids()
        if ids:
            value = self._new_text()
            case_id = self.chance.choice(ids)
            fields = {"law_field": EXCLUDED_FIELD, "note": value}
            shown = pc.cases.open("case", case_id).record
            with pc.session.database.write() as connection:
                door.save(connection, pc.session.author(), [door.Change(type="case", id=case_id, fields=fields)])
            saw = (shown.note,) if isinstance(shown, Case) and shown.note else ()
            self.edits.append(Edit(pc.name, case_id, "note", value, saw))

    def _mend(self, pc: Pc) -> None:
        """Somebody looks after what was refused: puts it right, gives it up, or only sends it again."""
        refused = [item for item in pc.synchronise.queue() if item.state is EntryState.REJECTED]
        if not refused:
            return
        item = self.chance.choice(refused)
        how = self.chance.choice(["mend", "mend", "discard", "retry"])
        if how == "discard":
            pc.synchronise.discard(item.key)
        elif how == "retry" or item.error_field is None:
            pc.synchronise.retry(item.key)
        else:
            pc.cases.edit(item.type, item.record, {item.error_field: self.chance.choice(["dan_su", "hinh_su"])})

    def _resolve(self, pc: Pc) -> None:
        open_ones = [c for c in pc.conflicts.every_open() if c.conflict.kind == "fields"]
        if not open_ones:
            return
        shown = self.chance.choice(open_ones)
        choices, third, looked_at = {}, [], []
        for name in shown.conflict.names:
            side = self.chance.choice([Side.CURRENT, Side.INCOMING, None])
            both = (shown.current.get(name), (shown.conflict.incoming or {}).get(name))
            looked_at += [(shown.conflict.record or "", name, text) for text in both if isinstance(text, str)]
            if side is None and RECORD_TYPES[shown.conflict.record_type or ""].fields[name].kind.value.endswith("text"):
                value = f"{self._new_text()}-{name}"
                both = (shown.current.get(name), (shown.conflict.incoming or {}).get(name))
                third.append(
                    Edit(
                        pc.name, shown.conflict.record or "", name, value, tuple(v for v in both if isinstance(v, str))
                    )
                )
                choices[name] = Choice(value=value)
            else:
                choices[name] = Choice(side=side or Side.CURRENT)
        try:
            pc.conflicts.resolve(shown, choices)
        except (DomainError, Invalid):
            return
        self.edits += third
        self.decided.update(looked_at)

    def _sync(self, pc: Pc) -> None:
        if not pc.session.office.enrolled:
            if self.chance.random() < 0.3:
                self.join(pc)
            return
        pc.cycle(self.chance.choice([0, 0, 0.3, 0.7]))

    def _toggle_account(self, pc: Pc) -> None:
        if pc.session.office.enrolled:
            self._allow(pc, enabled=self.chance.random() < 0.7)

    def _allow(self, pc: Pc, *, enabled: bool) -> None:
        with self.server.write() as connection:
            accounts.set_account(connection, pc.name.lower(), unit=pc.unit, role=None, enabled=enabled)
