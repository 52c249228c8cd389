"""People in a case and the part each plays."""

import datetime as dt

from desktop.domain.catalogues import catalogue
from desktop.services.cases import BENEFICIARY, CasePage
from desktop.services.same_person import Likely, SamePerson
from desktop.ui.cases.births import birth_words
from desktop.ui.cases.marks import joined
from desktop.ui.cases.part_dialogs import AddPersonDialog, PersonDialog, part_plan
from desktop.ui.cases.record_card import CardColumn, RecordCard
from desktop.ui.cases.record_dialog import RecordDialog
from desktop.ui.cases.tab import Tab
from desktop.ui.context import Context
from desktop.ui.people.same_person_dialog import SamePersonDialog
from desktop.ui.values import EMPTY, shown
from desktop.ui.widgets.dialogs import explain
from desktop.words import _
from desktop.words.errors import words_for
from desktop.words.people import MAYBE_ONE, UNMERGED
from sync.contract.errors import CodedError
from sync.contract.fields import RECORD_TYPES, wire_of
from sync.contract.records import CasePerson, Person


class PeopleTab(Tab):
    """One card a part."""

    def __init__(self, context: Context, page: CasePage) -> None:
        super().__init__(context, page)
        self.people = CardColumn(
            _("Người trong vụ việc"), _("Thêm người"), self.add_person, _("Chưa có ai trong vụ việc này.")
        )
        self.column.addWidget(self.people)
        self.column.addStretch()
        self.fill()

    def fill(self) -> None:
        """One card for everybody, who is helped first."""
        parts = sorted(self.page.parts, key=lambda part: part.role != BENEFICIARY)
        self.people.show_cards([self._card(part) for part in parts])

    def add_person(self) -> None:
        """Ask for one more person and their part."""
        AddPersonDialog(self, self.context, self.page.case.id, self._day()).open_with_draft()

    def _card(self, part: CasePerson) -> RecordCard:
        person = self.page.people.get(part.person or "")
        actions = [(_("Sửa phần tham gia"), "pencil", lambda: self._edit_part(part))]
        if person:
            actions.insert(0, (_("Sửa thông tin người"), "user", lambda: self._edit_person(person)))
            if person.id in self.page.perhaps_twice:
                actions.append((f"{MAYBE_ONE}…", "diff", lambda: self._compare(person)))
            if person.id != part.person:
                actions.append((_("Tách hồ sơ đã gộp"), "users", lambda: self._unmerge(part.person or "")))
        name = self.words(person.id, "full_name", person.full_name) if person else None
        return RecordCard(name or _("(chưa có trên máy này)"), self._lines(part, person), actions)

    def _lines(self, part: CasePerson, person: Person | None) -> list[str]:
        day = self._day()
        role = catalogue("case_role").label(part.role or "", day)
        lines = [role]
        if person:
            number = _("số định danh {number}").format(number=person.citizen_number) if person.citizen_number else ""
            phone = _("điện thoại {number}").format(number=person.phone) if person.phone else ""
            people = catalogue("ethnic_group").label(person.ethnic_group) if person.ethnic_group else ""
            gender = catalogue("gender").label(person.gender) if person.gender else ""
            lines.append(joined((gender, birth_words(person), people, number, phone)))
            lines.append(person.address or "")
        if part.role == BENEFICIARY:
            categories = self.words(part.id, "categories", self._categories(part, day))
            lines.append(_("Diện: {categories}").format(categories=categories))
        return lines

    def _categories(self, part: CasePerson, day: dt.date) -> str:
        field = RECORD_TYPES["case_person"].fields["categories"]
        words = shown(field, wire_of(part.categories), on=day, names={})
        return _("chưa ghi") if words == EMPTY else words

    def _day(self) -> dt.date:
        """The day whose law says which diện there are."""
        return (self.page.case.accepted_at or self.context.session.clock()).date()

    def _edit_part(self, part: CasePerson) -> None:
        RecordDialog(self, self.context, part_plan(part.id, self._day())).open_with_draft()

    def _compare(self, person: Person) -> None:
        """Show who may be the same."""
        use_cases = SamePerson(self.context.session)

        def ask(found: list[Likely]) -> None:
            if found:
                SamePersonDialog(self.context, found, self).open()

        self.context.local.run(lambda _progress: use_cases.likely_to_be(person.id), ask, owner=self)

    def _unmerge(self, entry_id: str) -> None:
        """Show the person again as they were entered for this case."""
        try:
            self.context.changes.tell(SamePerson(self.context.session).unmerge(entry_id))
        except CodedError as error:
            explain(self, words_for(error))
        else:
            self.context.tell(UNMERGED)

    def _edit_person(self, person: Person) -> None:
        PersonDialog(self, self.context, person.id).open_with_draft()
