"""`python -m desktop.cli`: the same as `tgpl`."""

import sys

from desktop.cli import main

sys.exit(main())
