"""What people are told of the line: how good it is, what is left, how long that may take. Guesses are called so."""

from desktop.services.outlook import Outlook
from desktop.words import _
from desktop.words.formats import whole
from sync.client.meter import LineQuality

PROXY_PASSWORD_NOT_KEPT = _("Máy này không có kho mật khẩu: mật khẩu proxy chỉ được nhớ tới khi đóng phần mềm.")
_WEAK, _SLOW = 128, 512  # kbit/s: below the first a page of text takes seconds, above the second nobody waits for text
_LAZY = 1.5  # seconds of a round trip
_ENOUGH = 4  # requests before breaks are counted
_OFTEN = 0.3  # of the requests broke


def quality_sentence(quality: LineQuality) -> str:
    """How good the line is; empty while that is not known, or not worth a word."""
    if quality.tried >= _ENOUGH and quality.broken >= _OFTEN * quality.tried:
        text = _("Đường truyền hay bị ngắt ({broken} trong {tried} lần gần đây){rate}.")
        return text.format(broken=quality.broken, tried=quality.tried, rate=_rate(quality, _(", khoảng {kbit} kbit/s")))
    kbit = _kbit(quality)
    if kbit is not None and kbit < _WEAK:
        return _rate(quality, _("Đường truyền yếu, khoảng {kbit} kbit/s."))
    if quality.round_trip is not None and quality.round_trip > _LAZY:
        seconds = f"{quality.round_trip:.1f}".replace(".", ",")
        return _("Đường truyền yếu, mỗi lần hỏi phải đợi {seconds} giây.").format(seconds=seconds)
    if kbit is not None and kbit < _SLOW:
        return _rate(quality, _("Đường truyền chậm, khoảng {kbit} kbit/s."))
    return _("Đường truyền tốt.") if kbit is not None else ""


def outlook_sentence(ahead: Outlook) -> str:
    """What is left and how long that may take; empty when nothing is."""
    left = []
    if ahead.size:
        left.append(_("khoảng {size}").format(size=size(ahead.size)))
    if ahead.unfetched:
        left.append(_("khoảng {count} thay đổi của nơi khác").format(count=whole(_round(ahead.unfetched))))
    if not left:
        return ""
    return _("Còn {left}, {time}.").format(left=_(" và ").join(left), time=_time(ahead.seconds))


def size(count: int) -> str:
    """``120 KB``, ``2,4 MB``; never nothing for something."""
    if count < 1_000_000:
        return _("{count} KB").format(count=whole(max(1, _round(count / 1000))))
    return _("{count} MB").format(count=f"{count / 1_000_000:.1f}".replace(".", ","))


def _time(seconds: float | None) -> str:
    if seconds is None:
        return _("chưa ước được thời gian")
    minutes = seconds / 60
    if minutes < 1:
        return _("chưa đến 1 phút")
    if minutes < 90:
        return _("chừng {count} phút").format(count=_round(minutes))
    return _("chừng {count} giờ").format(count=whole(round(minutes / 60)))


def _kbit(quality: LineQuality) -> float | None:
    """Of both ways the slower that is known."""
    known = [rate for rate in (quality.up, quality.down) if rate is not None]
    return min(known) * 8 / 1000 if known else None


def _rate(quality: LineQuality, text: str) -> str:
    kbit = _kbit(quality)
    return "" if kbit is None else text.format(kbit=whole(max(1, _round(kbit))))


def _round(number: float) -> int:
    """To two figures: more would say what nobody measured."""
    figures = max(0, len(str(int(number))) - 2)
    return int(round(number, -figures))
