"""What people do at a PC, each act written down in the oracle's book as they saw it."""

from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

from desktop.domain.checks import EXCLUDED_FIELD
from desktop.domain.errors import DomainError
from desktop.services.cases import Edit as Touched
from desktop.services.cases import Intake
from desktop.services.conflicts import Choice, OpenConflict, Side
from desktop.services.unsent import hold, release, retry
from desktop.store import door
from desktop.store.door import Change
from sync.client.holding import MANY_DELETIONS
from sync.client.tables import EntryState
from sync.contract.fields import RECORD_TYPES
from tests.simulation import versions
from tests.simulation.book import Book, cells_of, children_of, on_page
from tests.simulation.computer import Form
from tests.simulation.fuse import Fuse
from tests.simulation.log import WRITTEN, Edit, Log
from tests.simulation.pc import Pc

MOST_CASES = 4
TODAY = "2026-11-22T08:00:00+07:00"


class People:
    """Acts; each takes the PC it is done at."""

    def __init__(self, chance: Random, log: Log, fuse: Fuse) -> None:
        self._chance = chance
        self._log = log
        self.book = Book(chance, log, fuse)
        self._last: dict[str, tuple[str, str, list[str]]] = {}  # PC → type, record and fields last typed in

    def take_in(self, pc: Pc) -> None:
        """A request: person, part and case in one intent; entered in the Sổ at once, as a rule."""
        ids = pc.workable()
        if len(ids) >= MOST_CASES:
            return  # few cases and many hands make for quarrels
        known = _people_of(pc, ids) if ids and self._chance.random() < 0.2 else []
        content, phone, proof = self._log.text(), self._log.text(), self._log.text()
        intake = Intake(
            person_id=self._chance.choice(known) if known else None,
            person={} if known else {"full_name": "Lò Thị Pâng", "birth_year": 1987, "phone": phone},
            part={"categories": ["ho_ngheo"], "proof": proof},
            case={"form": "tu_van_phap_luat", "law_field": "dan_su", "content": content, "accepted_at": TODAY},
            accept=self._chance.random() < 0.8,
        )
        made = self.book.saved(pc, lambda: pc.cases.take_in(intake))
        if not made:
            return
        case_id, home = next((each.record, each.feed) for each in made if "content" in each.fields)
        part = next(each.record for each in made if "proof" in each.fields)
        self._log.home_of[case_id] = home
        self._log.case_of[part] = case_id
        self._log.names |= {each.record: each.fields["person"] for each in made if each.record == part}
        self._log.made_together.append(tuple(each.record for each in made))
        self._log.screen(part, (None, None, None))
        self._log.screen(part, (proof, None, None))
        self.book.note(pc, made, {})

    def edit(self, pc: Pc) -> None:
        """Open a form, change something, save."""
        if form := self.book.some_form(pc):
            self._change(pc, [form], self._chance.choice([True, False]))

    def edit_again(self, pc: Pc) -> None:
        """Change what was changed last at this PC, whether or not it has been answered (trap 3)."""
        if pc.name in self._last:
            kind, record, names = self._last[pc.name]
            try:
                form = pc.open(kind, record)
            except DomainError:
                return  # it went to another unit
            self._change(pc, [form], kept=False, names=names)

    def edit_together(self, pc: Pc) -> None:
        """Change a case and its person as one intent."""
        page = self.book.some_page(pc)
        if page and page.people:
            person = self._chance.choice(sorted(page.people))
            self._change(pc, [pc.open("case", page.case.id), pc.open("person", person)], kept=True)

    def leave_open(self, pc: Pc) -> None:
        """Open a form and go away (trap 15)."""
        if form := self.book.some_form(pc):
            pc.forms.append(form)

    def save_left_open(self, pc: Pc) -> None:
        """Come back, change something in the old form, save."""
        if pc.forms:
            self._change(pc, [pc.forms.pop(self._chance.randrange(len(pc.forms)))], kept=True)

    def add(self, pc: Pc) -> None:
        """Add something to a case; the centre does so to its branches' cases as well."""
        page = self.book.some_page(pc)
        if page is None:
            return
        text = self._log.text()
        kinds: list[tuple[str, dict[str, str]]] = [
            ("event", {"on": "2026-11-22", "content": text}),
            ("hearing", {"at": TODAY, "body": text}),
            ("assignment", {"practitioner": page.case.id, "decision_number": text}),
        ]
        kind, values = self._chance.choice([each for each in kinds if each[0] in RECORD_TYPES])
        made = self.book.saved(pc, lambda: pc.cases.add(kind, {"case": page.case.id, **values}))
        for each in made:
            self._log.case_of[each.record] = page.case.id
        self.book.note(pc, made, {})

    def delete_child(self, pc: Pc) -> None:
        """Put something that hangs on a case in the bin, from its open form."""
        page = self.book.some_page(pc)
        children = children_of(pc, page) if page else []
        if not children:
            return
        kind, child = self._chance.choice(children)
        form = pc.open(kind, child)
        showed = cells_of(form)
        made = self.book.saved(pc, lambda: pc.cases.edit(kind, child, {"deleted": True}, form.seen))
        self.book.note_deletion(pc, made, child, showed)

    def delete(self, pc: Pc) -> None:
        """Put a case in the bin, with what hangs on it."""
        page = self.book.some_page(pc)
        if page:
            showed = on_page(pc, page)
            made = self.book.saved(pc, lambda: pc.cases.delete(page.case.id))
            self.book.note_deletion(pc, made, page.case.id, showed)

    def accept(self, pc: Pc) -> None:
        """Enter a request in the Sổ later."""
        page = self.book.some_page(pc)
        if page:
            self.book.saved(pc, lambda: pc.cases.accept(page.case.id, page.case.received_at))

    def poison(self, pc: Pc) -> None:
        """An older program lets through what the server refuses (trap 4); sometimes a person's change with it."""
        page = self.book.some_page(pc)
        if page is None:
            return
        forms = [pc.open("case", page.case.id)]
        fields: list[dict[str, Any]] = [{"law_field": EXCLUDED_FIELD, "note": self._log.text()}]
        if page.people and self._chance.random() < 0.5:
            forms.append(pc.open("person", sorted(page.people)[0]))
            fields.append({"phone": self._log.text()})
        changes = [Change(type=f.type, id=f.record, fields=new) for f, new in zip(forms, fields, strict=True)]
        typed = {each.id: each.fields for each in changes}

        def save() -> None:
            with pc.session.database.write() as connection:
                door.save_many(connection, door.by_office(connection, pc.session.author(), changes))

        self.book.note(pc, self.book.saved(pc, save), {form.record: form for form in forms}, typed)

    def mend(self, pc: Pc) -> None:
        """Somebody looks after what was refused: puts it right, gives it up, or only sends it again."""
        refused = [item for item in pc.synchronise.queue() if item.state is EntryState.REJECTED]
        if not refused:
            return
        item = self._chance.choice(refused)
        how = self._chance.choice(["mend", "mend", "discard", "retry"])
        if how == "discard":
            self.book.saved(pc, lambda: pc.synchronise.discard(item.key))
        elif how == "retry" or item.error_field != "law_field":
            self.book.saved(pc, lambda: retry(pc.session, [item.key]))
        else:
            value = self._chance.choice(["dan_su", "hinh_su"])
            self.book.saved(pc, lambda: pc.cases.edit(item.type, item.record, {"law_field": value}))

    def hold(self, pc: Pc) -> None:
        """Somebody keeps something here for the time being, or lets it go after all."""
        unsent = [item for item in pc.synchronise.queue() if item.state in (EntryState.PENDING, EntryState.HELD)]
        unsent = [item for item in unsent if item.error != MANY_DELETIONS]  # about these somebody is asked
        if unsent:
            item = self._chance.choice(unsent)
            act = release if item.state is EntryState.HELD else hold
            self.book.saved(pc, lambda: act(pc.session, [item.key]))

    def resolve(self, pc: Pc) -> None:
        """Decide a conflict: either side, or a third value."""
        open_ones = [each for each in pc.conflicts.every_open() if each.conflict.kind != "rule"]
        if open_ones:
            shown = self._chance.choice(open_ones)
            if versions.is_above(shown):
                versions.must_be_told(pc, shown)
            elif shown.conflict.kind == "deleted":
                self._resolve_deletion(pc, shown)
            else:
                self._resolve_values(pc, shown)

    def sign_in(self, pc: Pc) -> None:
        """Somebody else sits down, perhaps somebody who was never here."""
        if len(pc.people) < 2:
            pc.hire("binh" if pc.unit == "CN1" and pc.name != "Binh" else f"{pc.name.lower()}2")
        pc.sign_in(self._chance.choice(pc.people))

    def _resolve_values(self, pc: Pc, shown: OpenConflict) -> None:
        record, choices = shown.conflict.record or "", {}
        looked_at: dict[str, tuple[Any, ...]] = {}
        for name in shown.conflict.names:
            both = (shown.current.get(name), (shown.conflict.incoming or {}).get(name))
            looked_at[name] = tuple(pc.reads(value) for value in both)
            side = self._chance.choice([Side.CURRENT, Side.INCOMING, None])
            third = side is None and name in WRITTEN.get(shown.conflict.record_type or "", ())
            choices[name] = Choice(value=self._log.text()) if third else Choice(side=side or Side.CURRENT)
        form = pc.open(shown.conflict.record_type or "", record)
        made = self.book.saved(pc, lambda: pc.conflicts.resolve(shown, choices))
        for each in made:
            for name, value in each.fields.items():
                if isinstance(value, list):
                    continue  # no text that somebody typed
                saw = looked_at.get(name, (form.shown.get(name),))
                self._log.edits.append(
                    Edit(pc=pc.name, key=each.key, record=record, name=name, value=value, saw=saw, decides=True)
                )
            self.book.note_screen(form, each.fields)

    def _resolve_deletion(self, pc: Pc, shown: OpenConflict) -> None:
        record = shown.conflict.record or ""
        kind = shown.conflict.record_type or ""
        choices = {"deleted": Choice(side=self._chance.choice([Side.CURRENT, Side.INCOMING]))}
        showed = frozenset(cells_of(pc.open(kind, record)))
        if kind == "case" and record in pc.case_ids():
            showed = on_page(pc, pc.cases.page(record))
        made = self.book.saved(pc, lambda: pc.conflicts.resolve(shown, choices))
        if any(each.fields.get("deleted") is True for each in made):
            self.book.note_deletion(pc, made, record, showed)

    def _change(self, pc: Pc, forms: Sequence[Form], kept: bool, names: Sequence[str] = ()) -> None:
        """Type something into some fields of these forms, or into ``names``, and save them as one intent."""
        touched = []
        for form in forms:
            every = [name for name in WRITTEN[form.type] if name in RECORD_TYPES[form.type].fields]
            some = names or self._chance.sample(every, self._chance.randint(1, len(every)))
            self._last[pc.name] = (form.type, form.record, list(some))
            fields = {name: self._log.text() for name in some}
            seen = form.seen if kept else {}
            touched.append(Touched(type=form.type, id=form.record, fields=fields, seen=seen))
            self.book.note_screen(form, fields)
        made = self.book.saved(pc, lambda: pc.cases.edit_together(touched))
        self.book.note(pc, made, {form.record: form for form in forms}, {each.id: each.fields for each in touched})


def _people_of(pc: Pc, ids: Iterable[str]) -> list[str]:
    return sorted({person for case_id in ids for person in pc.cases.page(case_id).people})
