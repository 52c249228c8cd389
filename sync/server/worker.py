"""One process of the server, perhaps of several behind one port: it knows its environment and the database."""

import gc
import os
from pathlib import Path

from starlette.applications import Starlette

from sync.server.app import create_app
from sync.server.blobs import DiskBlobs
from sync.server.database import Database
from sync.server.installation import key_path, load_key
from sync.server.logs import log_to_stderr

#: Address of the database, as for ``--database``.
DATABASE = "TGPL_SERVER_DATABASE"
#: Folder of the files, as for ``--files``.
FILES = "TGPL_SERVER_FILES"
#: Who shows this token may read ``/metrics``.
METRICS_TOKEN = "TGPL_SERVER_METRICS_TOKEN"  # noqa: S105 - the name of a variable


def app() -> Starlette:
    """The application of this process."""
    log_to_stderr()
    blobs = DiskBlobs(Path(os.environ[FILES]))
    address, metrics_token = os.environ[DATABASE], os.environ.get(METRICS_TOKEN)
    key = load_key(key_path(address))
    made = create_app(Database(address), blobs, seal_key=key, metrics_token=metrics_token)
    # What is loaded by now stays, and a batch makes some ten thousand objects that it needs until its end and that hold
    # no circles: to look through them for rubbish again and again took a tenth of the time.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    return made
