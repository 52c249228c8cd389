"""Use cases: one public method is one intent of the user and one transaction. Used by the window and `tgpl` alike."""
