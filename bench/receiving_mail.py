"""The messages of `bench.receiving`: as customers of the demo world write them, the same each time for the same home."""

import base64
import random
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, parsedate_to_datetime

from bench.homes import Cluster, ask

SUPPORT = "support@vendor.example"
_PEOPLE = """
SELECT p.email, p.given_name || ' ' || p.family_name, m.company_id FROM people_person p JOIN people_membership m ON m.person_id = p.id
WHERE p.is_active AND NOT p.is_agent AND NOT p.is_administrator AND m.is_requester AND m.ended_at IS NULL
AND (SELECT count(*) FROM people_membership o WHERE o.person_id = p.id AND o.ended_at IS NULL) = 1
AND EXISTS (SELECT 1 FROM contracts_contract c WHERE c.company_id = m.company_id AND (c.ends_on IS NULL OR c.ends_on >= now())) ORDER BY p.id LIMIT 400
"""
_OPEN = """
SELECT k.key || '-' || t.number, t.number, p.email, p.given_name || ' ' || p.family_name FROM desk_ticket t
JOIN service_requesttype k ON k.id = t.type_id JOIN people_person p ON p.id = t.reporter_id
WHERE t.status NOT IN ('CLOSED', 'CANCELLED', 'RESOLVED') AND p.is_active AND p.email IN ({}) ORDER BY t.number DESC LIMIT {}
"""
_WORDS = (
    "Depuis hier le rapport annuel s'arrête à la page %s avec l'erreur E-4711.", "Nous attendions %s pages, il en manque la moitié.",
    "Die Lagerliste zeigt seit Montag %s Artikel zu viel.", "Bei uns arbeiten %s Personen mit dieser Maske.",
    "The total on page %s is wrong since the update of last week.", "Il totale della pagina %s non è più giusto da ieri.",
)  # fmt: skip
_QUOTE = "Le mar. 24 nov. 2026 à 10:02, Support <support@vendor.example> a écrit :"


@dataclass(frozen=True)
class People:
    """Who writes, and the open requests of these people that are answered."""

    writers: Sequence[tuple]
    requests: Sequence[tuple]


def people(cluster: Cluster, answers: int) -> People:
    """Whoever may open a request by mail, and so many requests of theirs; nobody's walls are in the way."""
    writers = ask(cluster, _PEOPLE)
    named = ", ".join(f"'{email}'" for email, _name, _company in writers)
    return People(writers, ask(cluster, _OPEN.format(named, answers)))


def messages(of: People, count: int, run: str) -> list[bytes]:
    """So many messages: of ten, four open a request, five answer one, one comes from a machine or a stranger. *run* tells
    apart the messages of several measurements."""
    chance = random.Random(4711)
    return [_message(of, number, run, chance) for number in range(count)]


def _message(of: People, number: int, run: str, chance: random.Random) -> bytes:
    message = EmailMessage()
    kind = number % 10
    text = "\n\n".join(chance.choice(_WORDS) % chance.randrange(1000) for _ in range(chance.randrange(2, 9)))
    if kind < 4:
        email, name, _company = of.writers[number % len(of.writers)]
        message["Subject"] = f"Rapport annuel {run} {number} : page vide"
    elif kind < 9:
        key, ticket, email, name = of.requests[number % len(of.requests)]
        message["Subject"] = f"Re: Rapport annuel [{key}]"
        message["In-Reply-To"] = message["References"] = f"<request-{ticket}@vendor.example>"
        text += f"\n\n-- \n{name}\nResponsable\n\n{_QUOTE}\n\n" + "\n".join(f"> {chance.choice(_WORDS) % 1}" for _ in range(20))
    else:
        email, name = f"somebody{number}@else.example", "Somebody Else"
        message["Subject"] = "Réponse automatique : Rapport annuel" if number % 20 == 9 else "Angebot"
    message["From"] = f'"{name}" <{email}>'
    message["To"] = SUPPORT
    message["Date"] = format_datetime(parsedate_to_datetime("Tue, 24 Nov 2026 10:42:00 +0100"))
    message["Message-ID"] = f"<{run}-{number}@{email.partition('@')[2]}>"
    message.set_content(text)
    if number % 2:
        message.add_alternative("<html><body>" + "".join(f"<p>{line}</p>" for line in text.split("\n")) + "</body></html>", subtype="html")
    if number % 5 == 0:
        content = chance.randbytes(40_000)
        message.add_attachment(base64.b64encode(content), maintype="application", subtype="octet-stream", filename=f"journal-{number}.log")
    return message.as_bytes()
