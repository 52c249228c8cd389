"""The revisions of the local database, one file each, named after the revision it holds: ``0001_first.py``, ``0002_…``.

They run inside one transaction, so they change schema and rows but no pragma, and never import the present table
declarations: a revision must do in ten years what it does today.
"""
