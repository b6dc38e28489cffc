"""Secrets of mailboxes at rest: sealed with a key made of GUICHET_SECRET_KEY, so that a copy of the database opens no mailbox."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Sealed(ValueError):
    """The secret was sealed with another GUICHET_SECRET_KEY."""


def seal(secret: str) -> str:
    """Empty stays empty."""
    return _fernet().encrypt(secret.encode()).decode() if secret else ""


def unseal(sealed: str) -> str:
    if not sealed:
        return ""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Sealed("The secret was sealed with another GUICHET_SECRET_KEY. Enter it again.") from None


def _fernet() -> Fernet:
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"guichet mailbox secrets")
    return Fernet(base64.urlsafe_b64encode(derive.derive(settings.SECRET_KEY.encode())))
