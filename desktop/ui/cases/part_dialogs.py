"""Dialogs about people: changing a person, changing their part in a case, adding one to a case."""

import datetime as dt
from collections.abc import Mapping

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.services.cases import Edit
from desktop.store.door import Changed
from desktop.ui.cases.address import AddressEditor, Communes
from desktop.ui.cases.births import birth_field, stored_birth
from desktop.ui.cases.choices import factory
from desktop.ui.cases.intake import IntakeDesk, parse_citizen_number
from desktop.ui.cases.record_dialog import Plan, RecordDialog
from desktop.ui.cases.suggesting import LaneProvider
from desktop.ui.context import Context
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.completer import CompletingEdit
from desktop.ui.widgets.editors import LineEditor
from desktop.ui.widgets.fields import FieldBox
from desktop.words import _
from sync.contract.fields import RECORD_TYPES, Field, Wire
from sync.contract.identity import new_id

_PERSON = ("full_name", "citizen_number", "birth", "gender", "ethnic_group", "phone", "address", "note")


def part_plan(part_id: str, day: dt.date) -> Plan:
    """The dialog about one person's part in a case whose law is that of ``day``."""
    return Plan(
        record_type="case_person",
        record_id=part_id,
        title=_("Phần tham gia trong vụ việc"),
        verb=_("Lưu"),
        fields=(
            "role",
            "categories",
            "primary_category",
            "sub_status",
            "hardship_ground",
            "proof",
            "proof_number",
            "proof_issued_on",
            "proof_issuer",
            "proof_checked",
        ),
        required=frozenset({"role"}),
        day=day,
    )


class PersonDialog(RecordDialog):
    """Changes a person, in every case they appear in."""

    def __init__(self, parent: QWidget, context: Context, person_id: str) -> None:
        self._address = _address(context)
        plan = Plan(
            record_type="person",
            record_id=person_id,
            title=_("Thông tin người"),
            verb=_("Lưu thông tin"),
            fields=_PERSON,
            required=frozenset({"full_name"}),
            boxes=_person_boxes(context, self._address),
        )
        super().__init__(parent, context, plan)

    @override
    def values(self, stored: Mapping[str, Wire]) -> Mapping[str, Wire]:
        year = stored["birth_year"]
        return {**stored, "birth": stored["birth_date"] or (str(year) if year else None)}

    @override
    def withheld(self, names: frozenset[str]) -> frozenset[str]:
        return names | {"birth"} if {"birth_date", "birth_year"} & names else names

    @override
    def store(self, touched: Mapping[str, Wire]) -> Changed:
        return super().store(_person_fields(touched, self._address))


class AddPersonDialog(RecordDialog):
    """Adds somebody to a case: a known person by suggestion, or a new one by name, both as one intent."""

    def __init__(self, parent: QWidget, context: Context, case_id: str, day: dt.date) -> None:
        known = LaneProvider(context.local, IntakeDesk(context.session).suggest)
        self._name = known.owner = CompletingEdit(known, free=True)
        self._address = _address(context)
        boxes = _person_boxes(context, self._address)
        name = RECORD_TYPES["person"].fields["full_name"]
        boxes["full_name"] = FieldBox(name, LineEditor(line=self._name), name.title, required=True)
        make = factory("person", now=context.session.clock).make
        boxes |= {"gender": make("gender"), "phone": make("phone")}
        plan = Plan(
            record_type="case_person",
            title=_("Thêm người vào vụ việc"),
            verb=_("Thêm người"),
            fields=("role", "full_name", "citizen_number", "birth", "gender", "phone", "address", "categories"),
            required=frozenset({"role"}),
            fixed={"case": case_id},
            boxes=boxes,
            shown_if={"categories": ("role", "nguoi_duoc_tgpl")},
            day=day,
        )
        super().__init__(parent, context, plan)
        self._name.chosen.connect(self._take)

    @override
    def store(self, touched: Mapping[str, Wire]) -> Changed:
        categories = touched.get("categories") or []
        part = {"role": touched.get("role"), "categories": categories, **self.plan.fixed}
        if categories:
            part["primary_category"] = categories[0]
        known = self._name.choice
        person_id = known.code if known else new_id()
        edits = [] if known else [Edit(type="person", id=person_id, fields=self._new_person(touched), new=True)]
        edits.append(Edit(type="case_person", id=new_id(), fields={**part, "person": person_id}, new=True))
        return self.cases.edit_together(edits)

    def _new_person(self, touched: Mapping[str, Wire]) -> dict[str, Wire]:
        asked = {name: value for name, value in touched.items() if name in _PERSON}
        fields = _person_fields(asked, self._address)
        return {name: value for name, value in fields.items() if value is not None}

    def _take(self, choice: Choice | None) -> None:
        """A known person needs no more fields; theirs are changed in their own dialog."""
        for name in ("citizen_number", "birth", "gender", "phone", "address"):
            self.form.fields[name].setEnabled(choice is None)


def _address(context: Context) -> AddressEditor:
    today = context.session.today()
    places = LaneProvider(context.local, Communes(today, context.session.office.unit.province).find)
    editor = AddressEditor(places, today)
    places.owner = editor.control
    return editor


def _person_boxes(context: Context, address: AddressEditor) -> dict[str, FieldBox]:
    fields: Mapping[str, Field] = RECORD_TYPES["person"].fields
    number, place = fields["citizen_number"], fields["address"]
    return {
        "citizen_number": FieldBox(number, LineEditor(parse_citizen_number), number.title),
        "birth": birth_field(context.session.clock),
        "address": FieldBox(place, address, _("Địa chỉ")),
    }


def _person_fields(touched: Mapping[str, Wire], address: AddressEditor) -> dict[str, Wire]:
    """The stored fields behind what was touched: a birth is two of them, an address may name its commune."""
    fields = dict(touched)
    if "birth" in fields:
        fields |= stored_birth(fields.pop("birth"))
    if "address" in fields:
        commune, province = address.place() or (None, None)
        fields |= {"commune": commune, "province": province}
    return fields
