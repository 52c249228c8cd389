"""Unexpected exceptions, told without their message: it may quote what somebody typed."""


def described(error: BaseException) -> str:
    """The kind of an exception and where it was raised."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {place}"
