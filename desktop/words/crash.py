"""What is said when the program met a bug of its own and went on."""

from desktop.words import _
from desktop.words.errors import Words


def crash_words(number: str) -> Words:
    """The words for a bug that was written down under `number`."""
    return Words(
        _("Phần mềm gặp lỗi"),
        _("Việc vừa rồi có thể chưa xong. Những gì đã lưu vẫn còn nguyên."),
        _("Làm lại; nếu vẫn lỗi, báo người phụ trách kỹ thuật số lỗi {number}.").format(number=number),
    )
