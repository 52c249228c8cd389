"""One spelling for every way of typing a text."""

import unicodedata


def normalise(text: str) -> str:
    """Compose the text (NFC) and mend ``Đ`` typed as the Icelandic letter, so that equal words are equal bytes.

    Whatever becomes the value of a field passes here, in `sync.contract.fields.Field.check`.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text).replace("\u00d0", "Đ").replace("\u00f0", "đ")
