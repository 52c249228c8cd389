"""The program's own letters, for every PDF it writes."""

from io import BytesIO

from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont

import resources

PLAIN, BOLD = "TGPL", "TGPL-Bold"
_FILES = {PLAIN: "NotoSans-Regular.ttf", BOLD: "NotoSans-SemiBold.ttf"}


def register() -> None:
    """Let reportlab know them; what a document uses of them is embedded, so that its text can be copied."""
    for name, file in _FILES.items():
        registerFont(TTFont(name, BytesIO(resources.read_bytes(f"fonts/{file}"))))
    registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)
