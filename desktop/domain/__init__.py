"""The rules of legal aid as pure functions of plain values: no window, no SQL, no clock.

The only thing read from outside are the catalogues shipped with the program (`desktop.domain.catalogues`), once, when
first asked for.
"""
