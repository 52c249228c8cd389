"""Numbers as Vietnamese writes them."""


def whole(number: int) -> str:
    """A whole number with points between the thousands: ``1.274``."""
    return f"{number:,}".replace(",", ".")
