"""The texts of letters as the vendor may write them: which there are, what may stand in them, how they are read.

A text is words with variables in braces, `{name}`; `{{` and `}}` are braces of its own. It is split here, once, and what
stands for a variable is put in its place and never read again: nothing that anybody wrote becomes a variable or a template.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

Label = str | Promise
LONGEST_SUBJECT, LONGEST_TEXT = 200, 10_000

# What every letter knows; what a letter about a request knows beside it; what stands as paragraphs of its own.
COMMON = ("name", "about", "news", "link_words", "link", "vendor", "product", "phone", "email", "signature")
OF_REQUEST = ("key", "subject", "company", "type", "criticality", "status", "author", "first_reply", "update", "solution")
BLOCKS = frozenset({"news", "needs", "message", "earlier", "items", "next", "ratings", "facts"})
_LIMITED = (*COMMON, "key")
_REQUEST = (*COMMON, *OF_REQUEST, "next", "facts")

MEANINGS: dict[str, Label] = {
    "name": gettext_lazy("Whom the letter greets"),
    "about": gettext_lazy("What it is about, in some words"),
    "news": gettext_lazy("What happened, in the sentences of Guichet"),
    "needs": gettext_lazy("What is still missing, with the link to enter it"),
    "message": gettext_lazy("What somebody wrote, with his name"),
    "earlier": gettext_lazy("The public message before it, quoted"),
    "items": gettext_lazy("The requests or known problems it lists"),
    "next": gettext_lazy("What the status means and what follows by when"),
    "ratings": gettext_lazy("The notes from 1 to 5, each a link"),
    "facts": gettext_lazy("The facts as a table"),
    "link_words": gettext_lazy("The words before the link"),
    "link": gettext_lazy("Where it is read and answered"),
    "vendor": gettext_lazy("Your name"),
    "product": gettext_lazy("Your product"),
    "phone": gettext_lazy("Your telephone"),
    "email": gettext_lazy("Your address"),
    "signature": gettext_lazy("Signature of letters"),
    "key": gettext_lazy("The reference of the request"),
    "subject": gettext_lazy("The subject of the request"),
    "company": gettext_lazy("The company of the request"),
    "type": gettext_lazy("The type of the request"),
    "criticality": gettext_lazy("Its criticality"),
    "status": gettext_lazy("Its status"),
    "author": gettext_lazy("Who did it"),
    "first_reply": gettext_lazy("Until when the first answer comes"),
    "update": gettext_lazy("Until when the next news comes"),
    "solution": gettext_lazy("Until when a solution is aimed at"),
}


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter: how it is called, who reads it, which variables it knows, and which may not be missing."""

    key: str
    name: Label
    group: str
    variables: Sequence[str]
    needed: Sequence[str] = ("link",)

    @property
    def has_subject(self) -> bool:
        return self.key != EVERY


EVERY, CONFIDENTIAL = "every", "confidential"
CUSTOMERS, AGENTS, ACCOUNTS = "customers", "agents", "accounts"
GROUPS: dict[str, Label] = {
    CUSTOMERS: gettext_lazy("To customers"),
    AGENTS: gettext_lazy("To agents"),
    ACCOUNTS: gettext_lazy("About one’s account, and news for many"),
}


def _plain(key: str, name: Label, group: str = CUSTOMERS) -> LetterKind:
    return LetterKind(key, name, group, _REQUEST)


def _told(key: str, name: Label, group: str = CUSTOMERS, *further: str) -> LetterKind:
    """A letter in which somebody's words stand: they may not be left out."""
    return LetterKind(key, name, group, (*_REQUEST, "message", "earlier", *further), ("link", "message", *further))


def _limited(key: str, name: Label) -> LetterKind:
    """To somebody who may not read the request in a letter: nothing of it but its reference."""
    return LetterKind(key, name, CUSTOMERS, _LIMITED)


def _account(key: str, name: Label, *further: str) -> LetterKind:
    return LetterKind(key, name, ACCOUNTS, (*COMMON, *further), ("link", *further))


_ALL = (
    LetterKind(
        EVERY, gettext_lazy("Every letter without a text of its own"), CUSTOMERS,
        (*COMMON, "needs", "message", "earlier", "items", "next", "ratings", "facts"),
        ("news", "needs", "message", "items", "next", "ratings", "link"),
    ),
    LetterKind("receipt", gettext_lazy("Your request is with us"), CUSTOMERS, (*_REQUEST, "needs"), ("link", "needs")),
    _told("reply", gettext_lazy("New message")),
    _told("question", gettext_lazy("A question to the customer")),
    _told("solution", gettext_lazy("A solution is proposed")),
    _told("status", gettext_lazy("Another status")),
    _told("planned", gettext_lazy("Planned in a version")),
    _told("fix_available", gettext_lazy("A fix is available")),
    _told("appointment", gettext_lazy("An appointment is fixed")),
    _told("offer", gettext_lazy("An offer to approve")),
    _told("withdrawn", gettext_lazy("The request was withdrawn")),
    _told("closed", gettext_lazy("The request is closed"), CUSTOMERS, "ratings"),
    _told("colleague", gettext_lazy("A colleague wrote")),
    _told("call", gettext_lazy("Your call")),
    _plain("text_kept", gettext_lazy("Your text is kept")),
    _told("criticality", gettext_lazy("The criticality changed")),
    _told("contest_decided", gettext_lazy("Your objection is decided")),
    _plain("type_changed", gettext_lazy("Other type of request")),
    _plain("desk_changed", gettext_lazy("Handled by other colleagues")),
    _plain("shared", gettext_lazy("Shared with you")),
    _plain("taken_over", gettext_lazy("You take over a request")),
    _plain("now_yours", gettext_lazy("A request of your company")),
    _limited("not_yours", gettext_lazy("Not a request of your company")),
    LetterKind("reminder", gettext_lazy("Reminder"), CUSTOMERS, (*_REQUEST, "earlier")),
    _plain("date_moved", gettext_lazy("A date moved")),
    _plain("who_sees", gettext_lazy("Who sees the request")),
    _told("opened_by_lead", gettext_lazy("Your confidential request was opened")),
    _limited(CONFIDENTIAL, gettext_lazy("News about a confidential request")),
    _plain("critical", gettext_lazy("Critical request"), AGENTS),
    _told("customer_wrote", gettext_lazy("Answer of the customer"), AGENTS),
    _plain("corrected", gettext_lazy("Request corrected"), AGENTS),
    _told("our_turn", gettext_lazy("It is our turn again"), AGENTS),
    _plain("problem_back", gettext_lazy("Is a known problem back?"), AGENTS),
    _plain("assigned", gettext_lazy("Assigned to you"), AGENTS),
    _told("mentioned", gettext_lazy("You are mentioned"), AGENTS),
    _told("criticality_raised", gettext_lazy("Criticality raised"), AGENTS),
    _told("contested", gettext_lazy("Criticality contested"), AGENTS),
    _told("escalated", gettext_lazy("Escalated"), AGENTS),
    _told("escalation_withdrawn", gettext_lazy("Escalation taken back"), AGENTS),
    _plain("escalation_unanswered", gettext_lazy("Escalation without an answer"), AGENTS),
    _plain("contest_undecided", gettext_lazy("Contest without a decision"), AGENTS),
    _plain("owes_news", gettext_lazy("News is owed"), AGENTS),
    _plain("left_open", gettext_lazy("Critical request without an answer"), AGENTS),
    _told("unhappy", gettext_lazy("Low satisfaction"), AGENTS),
    _plain("warned", gettext_lazy("Due soon"), AGENTS),
    _plain("breached", gettext_lazy("Target missed"), AGENTS),
    _plain("third_handover", gettext_lazy("Third hand-over"), AGENTS),
    _plain("reporter_left", gettext_lazy("The reporter left"), AGENTS),
    _plain("owner_left", gettext_lazy("The request has no owner"), AGENTS),
    _account("release", gettext_lazy("A version is out"), "items"),
    _account("problem_update", gettext_lazy("News about a known problem"), "message"),
    _account("digest", gettext_lazy("The letter of the day"), "items"),
    _account("incident", gettext_lazy("News about an incident")),
    _account("sign_in", gettext_lazy("Your link to sign in")),
    _account("new_password", gettext_lazy("Choose a new password")),
    _account("invitation", pgettext_lazy("letter", "Invitation")),
    _account("password_changed", gettext_lazy("Your password was changed")),
    _account("absence", gettext_lazy("An absence")),
    _account("successor", gettext_lazy("You take over the requests of a colleague")),
)  # fmt: skip
KINDS = {kind.key: kind for kind in _ALL}


class BrokenText(ValueError):
    """A text that cannot be read as one: what is wrong, and how it is written right."""


@dataclass(frozen=True)
class Token:
    """Words as they stand, or the name of a variable."""

    words: str = ""
    variable: str = ""


# Every brace is looked at once: no pattern here can take longer than the text is long.
_BRACE = re.compile(r"\{\{|\}\}|\{([A-Za-z_]{1,40})\}|[{}]")


def tokens(line: str) -> list[Token]:
    """One line as words and variables. Raises BrokenText for a brace that stands alone."""
    return list(_tokens(line, is_strict=True))


def read(text: str) -> list[list[Token]]:
    """A stored text, line by line. A brace that stands alone stays one: what is sent is never refused."""
    return [list(_tokens(line, is_strict=False)) for line in text.replace("\r\n", "\n").split("\n")]


def _tokens(line: str, *, is_strict: bool) -> Iterator[Token]:
    at = 0
    for found in _BRACE.finditer(line):
        if found.start() > at:
            yield Token(line[at : found.start()])
        at = found.end()
        sign = found.group()
        if found.group(1):
            yield Token(variable=found.group(1))
        elif sign in ("{{", "}}") or not is_strict:
            yield Token(sign[0])
        else:
            near = line[max(0, found.start() - 10) : found.start() + 20].strip()
            said = _("A brace stands alone near “%(near)s”. A variable is {name}; write {{ or }} for a brace.")
            raise BrokenText(said % {"near": near})
    if at < len(line):
        yield Token(line[at:])


def check_subject(kind: LetterKind, subject: str) -> None:
    """Raises BrokenText where this is no subject of that kind of letter."""
    if not kind.has_subject:
        if subject:
            raise BrokenText(_("This text has no subject: it holds for letters about many things."))
        return
    if any(sign in subject for sign in "\r\n\u2028\u2029") or not subject.strip() or len(subject) > LONGEST_SUBJECT:
        raise BrokenText(_("A subject is one line of at most %(count)s characters.") % {"count": LONGEST_SUBJECT})
    allowed = [name for name in kind.variables if name not in BLOCKS]
    _check_variables(tokens(subject), allowed)


def check_text(kind: LetterKind, text: str) -> None:
    """Raises BrokenText where this is no text of that kind of letter: a variable nobody knows, or one it needs left out."""
    if len(text) > LONGEST_TEXT:
        raise BrokenText(_("A text has at most %(count)s characters.") % {"count": LONGEST_TEXT})
    found = [token for line in text.replace("\r\n", "\n").split("\n") for token in tokens(line)]
    _check_variables(found, kind.variables)
    given = {token.variable for token in found}
    if missing := [f"{{{name}}}" for name in kind.needed if name not in given]:
        raise BrokenText(_("The text has to hold %(names)s, else the reader would miss it.") % {"names": ", ".join(missing)})


def _check_variables(found: Sequence[Token], allowed: Sequence[str]) -> None:
    for token in found:
        if token.variable and token.variable not in allowed:
            close = get_close_matches(token.variable, allowed, n=1)
            names = {"name": f"{{{token.variable}}}", "close": f"{{{close[0]}}}" if close else "", "known": ", ".join(allowed)}
            if close:
                raise BrokenText(_("%(name)s is not known here. Did you mean %(close)s?") % names)
            raise BrokenText(_("%(name)s is not known here. There are: %(known)s.") % names)
