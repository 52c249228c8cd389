"""What both sides agree on about the bytes of attachments (SYNC §7). Uploads speak tus 1.0 (tus.io).

``POST /v1/files`` begins an upload for one attachment, named by ``record`` in ``Upload-Metadata``; ``HEAD`` and
``PATCH`` go on with it; ``GET /v1/files/{record}`` fetches the bytes, by ``Range`` from anywhere. A file is always
asked for by its record, never by its hash: a hash is no permission.
"""

import base64

PATH = "/v1/files"
HELD_PATH = f"{PATH}/held"
UPLOADS_PATH = f"{PATH}/uploads"

TUS_VERSION = "1.0.0"
TUS_HEADER = "Tus-Resumable"
UPLOAD_TYPE = "application/offset+octet-stream"

#: Largest file in bytes.
MAX_BYTES = 200 * 1024 * 1024
#: Most attachments one `HeldRequest` asks about.
ASKED_AT_ONCE = 500


def metadata_of(value: str, name: str = "record") -> str:
    """``Upload-Metadata`` of the upload for a record, or of a bundle by its SHA-256."""
    return f"{name} {base64.b64encode(value.encode()).decode()}"


def checksum_of(digest: bytes) -> str:
    """``Upload-Checksum`` of a piece, from its SHA-256."""
    return f"sha256 {base64.b64encode(digest).decode()}"
