"""Why something is refused. Operations raise these; one middleware shows them; nobody catches them in between."""


class DeskError(Exception):
    """A refusal with what happened and what to do, ready to be shown. *status* is the answer of INTERFACE section 4."""

    status = 409

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class Forbidden(DeskError):
    """Visible, but the role lacks the right."""

    status = 403


class Missing(DeskError):
    """Invisible or not there: no difference is told."""

    status = 404


class Invalid(DeskError):
    """What was typed is missing or wrong: *fields* gives the message beside each field."""

    status = 422

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()), fields=fields)
        self.fields = fields


class Conflict(DeskError):
    """The transition is not in the table, or somebody was quicker."""

    status = 409


class TooOften(DeskError):
    """Try again after *after* seconds."""

    status = 429

    def __init__(self, message: str, *, after: int) -> None:
        super().__init__(message, after=after)
        self.after = after


class TooLarge(DeskError):
    """A file or a message above the limit that the form names."""

    status = 413
