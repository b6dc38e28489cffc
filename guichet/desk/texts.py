"""What holds of every text that people send us."""

import unicodedata


def is_blank(text: str) -> bool:
    """Nothing a reader could see: only spaces and signs without a shape."""
    return all(unicodedata.category(sign)[0] in "CZM" for sign in text)
