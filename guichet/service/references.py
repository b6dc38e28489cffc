"""What refers to what in the configuration, and whether it exists."""

from collections.abc import Iterator, Mapping, Set
from difflib import get_close_matches

from guichet.service.schema import Configuration, Question

Where = tuple[str | int, ...]
Known = Mapping[str, Set[str]]
Broken = Iterator[tuple[Where, str]]

_SINGULAR = {
    "desks": "desk",
    "teams": "team",
    "domains": "domain",
    "types": "request type",
    "fields": "field",
    "headings": "heading",
    "resolutions": "resolution",
    "coverage": "coverage row",
    "coverage_rules": "coverage rule",
    "brands": "brand",
}


def broken_references(configuration: Configuration, known: Known, *, checks_holidays: bool) -> Broken:
    """Where the configuration names something that neither it nor ``known`` has, in plain words."""
    exist = {section: {row.key for row in getattr(configuration, section)} | set(known.get(section, ())) for section in _SINGULAR}

    def look(section: str, key: str | None, where: Where) -> Broken:
        if key is not None and key not in exist[section]:
            close = get_close_matches(key, exist[section], n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            yield where, f"there is no {_SINGULAR[section]} {key}{hint}"

    def look_all(section: str, keys: list[str], where: Where) -> Broken:
        for index, key in enumerate(keys):
            yield from look(section, key, (*where, index))

    for at, desk in enumerate(configuration.desks):
        yield from look("brands", desk.brand, ("desks", at, "brand"))
    for at, letter in enumerate(configuration.letters):
        yield from look("brands", letter.brand, ("letters", at, "brand"))
    for at, team in enumerate(configuration.teams):
        yield from look("desks", team.desk, ("teams", at, "desk"))
        yield from look_all("domains", team.domains, ("teams", at, "domains"))
    yield from _shared_domains(configuration)
    for at, domain in enumerate(configuration.domains):
        yield from look("teams", domain.team, ("domains", at, "team"))
    for at, type_ in enumerate(configuration.types):
        here = ("types", at)
        yield from look("desks", type_.desk, (*here, "desk"))
        yield from look("desks", type_.goes_to, (*here, "goes_to"))
        yield from look("teams", type_.team, (*here, "team"))
        yield from look("coverage_rules", type_.coverage, (*here, "coverage"))
        yield from look_all("fields", type_.fields, (*here, "fields"))
        yield from look_all("headings", type_.headings, (*here, "headings"))
        yield from _asked(type_.fields, type_.required, (*here, "required"))
        for index, group in enumerate(type_.one_of):
            yield from _asked(type_.fields, group, (*here, "one_of", index))
        for index, reply in enumerate(type_.first_reply):
            yield from _asked(type_.fields, list(reply.when), (*here, "first_reply", index, "when"))
    yield from _two_preselected(configuration)
    for at, level in enumerate(configuration.criticalities):
        yield from look_all("fields", level.duties, ("criticalities", at, "duties"))
    for at, rule in enumerate(configuration.derivation):
        yield from _answers(configuration.questions, rule.when, ("derivation", at, "when"))
    for at, outcome in enumerate(configuration.which_outcomes):
        yield from look("types", outcome.type, ("which_outcomes", at, "type"))
        yield from _answers(configuration.which, outcome.when, ("which_outcomes", at, "when"))
    for at, resolution in enumerate(configuration.resolutions):
        yield from look_all("types", resolution.suggested_for, ("resolutions", at, "suggested_for"))
    for status, timer in configuration.timers.items():
        if timer.then:
            yield from look("resolutions", timer.then.resolution, ("timers", status, "then", "resolution"))
    for at, row in enumerate(configuration.coverage):
        yield from look_all("types", row.types, ("coverage", at, "types"))
        yield from look("types", row.opens, ("coverage", at, "opens"))
    for at, rule in enumerate(configuration.coverage_rules):
        yield from look_all("coverage", rule.rows, ("coverage_rules", at, "rows"))
        yield from look("types", rule.type, ("coverage_rules", at, "type"))
    for at, field in enumerate(configuration.fields):
        yield from look("types", field.type, ("fields", at, "type"))
    for at, need in enumerate(configuration.matrix):
        yield from look("desks", need.desk, ("matrix", at, "desk"))
        yield from look("teams", need.team, ("matrix", at, "team"))
        yield from look("types", need.open_type, ("matrix", at, "open_type"))
    for at, box in enumerate(configuration.mailboxes):
        yield from look("desks", box.desk, ("mailboxes", at, "desk"))
        yield from look("types", box.type, ("mailboxes", at, "type"))
        yield from look("brands", box.brand, ("mailboxes", at, "brand"))
    if configuration.guide.desks:
        for at, advice in enumerate(configuration.guide.desks.rows):
            yield from look("desks", advice.desk, ("guide", "desks", "rows", at, "desk"))
    if configuration.guide.types:
        for at, advice in enumerate(configuration.guide.types.rows):
            yield from look("types", advice.type, ("guide", "types", "rows", at, "type"))
    if checks_holidays:
        yield from _unknown_holidays(configuration)


def _asked(fields: list[str], named: list[str], where: Where) -> Broken:
    for key in named:
        if key not in fields:
            yield where, f"{key} is not among the fields of this type"


def _shared_domains(configuration: Configuration) -> Broken:
    """Within a desk a domain belongs to one team at most, else nobody could say who gets it."""
    taken: dict[tuple[str, str], str] = {}
    for at, team in enumerate(configuration.teams):
        for index, domain in enumerate(team.domains):
            other = taken.setdefault((team.desk, domain), team.key)
            if other != team.key:
                yield ("teams", at, "domains", index), f"{domain} belongs to {other} at the same desk already"


def _two_preselected(configuration: Configuration) -> Broken:
    preselected = [at for at, type_ in enumerate(configuration.types) if type_.preselected]
    for at in preselected[1:]:
        yield ("types", at, "preselected"), "only one type can be preselected"


def _answers(questions: list[Question], when: dict[str, str], where: Where) -> Broken:
    """The answers a rule asks for have to be answers one can give; without the questions at hand nothing is said."""
    if not questions:
        return
    by_key = {question.key: question for question in questions}
    for key, answer in when.items():
        question = by_key.get(key)
        if question is None:
            yield (*where, key), f"there is no question {key}"
        elif answer not in ({"yes"} if question.kind == "tick" else {given.key for given in question.answers}):
            yield (*where, key), f"{answer} is no answer to {key}"


def _unknown_holidays(configuration: Configuration) -> Broken:
    named = [(at, calendar.holidays) for at, calendar in enumerate(configuration.calendars) if calendar.holidays]
    if not named:
        return
    # Imported where it is needed: it costs more than reading all files together.
    from holidays import country_holidays

    for at, holidays in named:
        try:
            country_holidays(holidays.country, subdiv=holidays.subdivision)
        except (NotImplementedError, AttributeError, KeyError):
            part = f" with the subdivision {holidays.subdivision}" if holidays.subdivision else ""
            yield ("calendars", at, "holidays"), f"no public holidays are known for {holidays.country}{part}"
