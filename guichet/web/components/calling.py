"""A critical request is also called in: which number, and who answers when (DOMAIN 1.4, 1.15)."""

from datetime import datetime

from django.utils.translation import get_language

from guichet.contracts.models import Contract
from guichet.desk.operations.opening import calendar_for
from guichet.intake import promise as promises
from guichet.service.house import house
from guichet.sla import stored, words
from guichet.web.components.opening import tel


def is_called(level: str) -> bool:
    """Whether a request of that level asks for a call besides."""
    return bool(level and house().text("criticalities").get(level, {}).get("call"))


def to_call(made: promises.Promise, contract: Contract | None) -> dict[str, str]:
    """What is said about calling for a request of that promise: `before`, `number`, `tel`, `after`."""
    text, number = promises.call(
        made,
        on_call=contract.on_call_number if contract else "",
        phone=house().text("brand").get("phone", ""),
        language=words.known(get_language()),
        is_desk_open=contract is None or stored.calendar(contract.calendar_id).is_open(made.start),
    )
    before, _number, after = text.partition("{number}")
    return {"before": before, "number": number, "tel": tel(number), "after": after}


def to_call_if_raised(contract: Contract | None, levels: list[str], at: datetime) -> dict[str, str]:
    """The same for a request that may be raised to one of these levels now; empty where none of them is called in."""
    level = next((level for level in levels if is_called(level)), "")
    if contract is None or not level:
        return {}
    made = promises.promise(stored.calendar(calendar_for(contract, level)), stored.policy(contract.policy_id), level, at)
    return to_call(made, contract)
