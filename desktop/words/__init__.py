"""Every sentence people read outside field titles. Vietnamese is the source language; `_` is the one door to others.

A catalogue in another language goes to ``resources/locale/<language>/LC_MESSAGES/tgpl.mo`` and is chosen by the
environment, as gettext does; without one the source text is shown.
"""

import gettext
from importlib.resources import files

_ = gettext.translation("tgpl", str(files("resources") / "locale"), fallback=True).gettext
