"""The people who give legal aid: who may be appointed to a case, and since when."""
