"""Who is at work, in training, in a position or has moved, worked out by hand: S2 I.1 and I.12; DOMAIN §6.2, §6.3.

A day is the last one also of whoever leaves on it.
"""

from tests.fakes.exported import Record, Records, of_office

_CAME = "bo_nhiem_moi"
_GONE = {"chuyen_cong_tac", "nghi_che_do", "buoc_thoi_viec"}


class Staff:
    """The people of an office, as of the last day of a year."""

    def __init__(self, records: Records, first: str, last: str) -> None:
        self.records, self.first, self.last = records, first, last
        everybody = of_office(records, "practitioner")
        known = {one["id"] for one in everybody}
        visiting = [one for one in everybody if one["copied_from"] in known and self.is_visiting(one)]
        self.copies = {one["id"]: str(one["copied_from"]) for one in visiting}
        self.at_work = [one for one in everybody if self.works(one)]

    def is_visiting(self, one: Record) -> bool:
        """Whether somebody came with a case, and was not appointed here."""
        moves = [each for each in of_office(self.records, "staff_movement") if each["practitioner"] == one["id"]]
        return bool(one["copied_from"]) and not any(each["on"] and each["kind"] == _CAME for each in moves)

    def works(self, one: Record) -> bool:
        """Whether somebody is at work on the last day."""
        moves = [each for each in of_office(self.records, "staff_movement") if each["practitioner"] == one["id"]]
        moves = [each for each in moves if each["on"] and each["kind"] in (_CAME, *_GONE)]
        moves.sort(key=lambda move: (move["on"], move["id"]))
        if self.is_visiting(one):
            return False
        came = moves[0]["on"] if moves and moves[0]["kind"] == _CAME else ""
        here = (one["appointed_on"] or one["trainee_from"] or came) <= self.last
        for move in moves:
            if move["on"] <= self.last and move["kind"] == _CAME:
                here = True
            elif move["on"] < self.last:
                here = False
        contract = one["contract_to"] if one["kind"] == "luat_su_hd_trung_tam" else None
        return here and self.last <= min(one["left_on"] or "9999", contract or "9999")

    def is_trainee(self, one: Record) -> bool:
        """Whether somebody is in training on the last day."""
        if one["trainee_from"] is None:
            return bool(one["kind"] == "tap_su")
        return bool(one["trainee_from"] <= self.last <= (one["trainee_to"] or "9999"))

    def held(self, position: str) -> int:
        """By how many people at work a position is held."""
        held = [
            each["practitioner"]
            for each in of_office(self.records, "staff_position")
            if each["position"] == position and each["from_on"] and each["from_on"] <= self.last
            and self.last <= (each["to_on"] or "9999")
        ]  # fmt: skip
        return len({one["id"] for one in self.at_work} & set(held))

    def moved(self, kind: str) -> int:
        """Movements of a kind, of legal-aid officers: S2 asks for "biến động số lượng trợ giúp viên pháp lý"."""
        kinds = {one["id"]: one["kind"] for one in of_office(self.records, "practitioner")}
        moves = [each for each in of_office(self.records, "staff_movement") if each["kind"] == kind]
        moves = [each for each in moves if self.first <= (each["on"] or "") <= self.last]
        return sum(kinds.get(each["practitioner"] or "", "tgvpl") == "tgvpl" for each in moves)
