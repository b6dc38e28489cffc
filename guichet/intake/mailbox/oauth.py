"""Access tokens for mailboxes of Microsoft 365 and Google (XOAUTH2): asked for anew before they end, kept sealed.

Microsoft: with a refresh token, as the person who gave it; without one, as the application itself (client credentials).
Google: with a refresh token.
"""

import http.client
import json
import ssl
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.intake.mailbox.models import Mailbox
from guichet.intake.mailbox.sealing import seal, unseal

TIMEOUT_SECONDS = 20
# A token is renewed this long before it ends: a session may begin with it in between.
EARLY = timedelta(minutes=5)

_GOOGLE = "https://oauth2.googleapis.com/token"
_MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"
_SCOPE_OF_A_PERSON = "https://outlook.office365.com/IMAP.AccessAsUser.All offline_access"
_SCOPE_OF_THE_APPLICATION = "https://outlook.office365.com/.default"


class NoToken(Exception):
    """The provider gives no token; the text holds its own word for why, never a secret."""


def access_token(box: Mailbox) -> str:
    """A token that is valid for some minutes more. Call it with no transaction open."""
    if box.access_token and box.access_until and box.access_until > clock.now() + EARLY:
        return unseal(box.access_token)
    address, form = _asked(box)
    answer = post(address, form)
    token = str(answer.get("access_token") or "")
    if not token:
        raise NoToken("The provider's answer holds no access token.")
    box.access_token = seal(token)
    box.access_until = clock.now() + timedelta(seconds=int(answer.get("expires_in") or 3600))
    changed = ["access_token", "access_until"]
    if answer.get("refresh_token"):  # Microsoft gives a new one each time; the former ends some day
        box.renewed_secret = seal(str(answer["refresh_token"]))
        changed.append("renewed_secret")
    with acting_as(SYSTEM):
        box.save(update_fields=changed)
    return token


def _asked(box: Mailbox) -> tuple[str, dict[str, str]]:
    form = {"client_id": box.client_id}
    if box.client_secret:
        form["client_secret"] = unseal(box.client_secret)
    refresh = unseal(box.renewed_secret) or unseal(box.secret)
    if box.auth == Mailbox.GOOGLE:
        return _GOOGLE, {**form, "grant_type": "refresh_token", "refresh_token": refresh}
    address = _MICROSOFT.format(tenant=quote(box.tenant or "organizations", safe=""))
    if refresh:
        return address, {**form, "grant_type": "refresh_token", "refresh_token": refresh, "scope": _SCOPE_OF_A_PERSON}
    return address, {**form, "grant_type": "client_credentials", "scope": _SCOPE_OF_THE_APPLICATION}


def post(address: str, form: dict[str, str]) -> dict[str, Any]:
    """One form to an https address, its JSON answer. Raises NoToken with the provider's error code."""
    parts = urlsplit(address)
    connection = http.client.HTTPSConnection(
        parts.netloc, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
    )
    try:
        connection.request(
            "POST", parts.path, urlencode(form), {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        )
        response = connection.getresponse()
        answer = json.loads(response.read(200_000) or b"{}")
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoToken(f"The provider cannot be asked for a token ({type(error).__name__}).") from error
    finally:
        connection.close()
    if response.status != 200 or not isinstance(answer, dict):
        code = answer.get("error") if isinstance(answer, dict) else ""
        raise NoToken(f"The provider gives no token ({response.status} {code}).")
    return answer
