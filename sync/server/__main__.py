"""``python -m sync.server`` is ``tgpl-server``."""

import sys

from sync.server.cli import main

sys.exit(main())
