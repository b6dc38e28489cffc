"""Who tells which story, and when: the demo world laid out backwards from one moment.

The plan is arithmetic on the calendar only. The same moment gives the same plan; nothing here touches the database.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from functools import cache, lru_cache
from pathlib import Path
from random import Random
from typing import Any

import guichet.service
from guichet.exchange.demo import stories as told
from guichet.exchange.demo import values as words
from guichet.sla.calendar import Calendar, due

FIRST_NUMBER = 1001
DAY = timedelta(days=1)
_NEVER = datetime.min.replace(tzinfo=UTC)
MONTHS_TOLD = 540
# How much working time may lie between the last step and now, so that no clock and no timer of the open case ran out.
_REPLY = {"LOW": 16, "MEDIUM": 8, "HIGH": 4, "CRITICAL": 1}
_UPDATE = {"LOW": 40, "MEDIUM": 24, "HIGH": 8, "CRITICAL": 2}
_TIMED_DAYS = {"WAIT_CUSTOMER": 3, "WAIT_APPROVAL": 5, "RESOLVED": 5, "FIX_AVAILABLE": 10, "PLANNED_FIX": 20}
_TEAMS = {"PSP": "DEP", "PSP2": "DEP", "CNS": "CON-DEV", "TRN": "CON-LP", "ACC": "SUP-TEC", "LIC": "SAL"}
_BACK_OFFICE = {"finance", "payroll", "reporting"}
_TECHNICAL = {"system", "portal"}


@dataclass
class Take:
    """One telling of a story: at this company, by these people, at these moments."""

    story: dict[str, Any]
    index: int
    company: dict[str, Any]
    installation: dict[str, Any]
    reporter: dict[str, Any]
    colleague: dict[str, Any]
    approver: dict[str, Any]
    cast: dict[str, dict[str, Any]]
    steps: list[dict[str, Any]]
    is_open: bool
    parent: "Take | None" = None
    opened: datetime = _NEVER
    moments: list[datetime] = field(default_factory=list)
    appointments: dict[int, datetime] = field(default_factory=dict)
    release: str = ""
    fix: str = ""
    number: int = 0
    values: dict[str, str] = field(default_factory=dict)
    jitter: list[int] = field(default_factory=list)

    @property
    def status(self) -> str:
        """Where it stands after its last step."""
        return (["NEW", *told.path(self.story, self.steps)])[-1]

    @property
    def language(self) -> str:
        return self.story["language"]


@cache
def calendar() -> Calendar:
    """CH-BE, as packaged."""
    config = told.read(Path(guichet.service.__file__).parent / "configuration" / "calendars.yaml")
    return Calendar.from_config(next(c for c in config["calendars"] if c["key"] == "CH-BE"))


def last_number() -> int:
    """No request of the plan has a greater one."""
    return FIRST_NUMBER + sum(story["takes"] for story in told.stories())


def start_of_hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


@lru_cache(maxsize=2)
def plan(at: datetime) -> list[Take]:
    """All takes, oldest first, each with its number; the pictured ones keep theirs."""
    takes: list[Take] = []
    by_key: dict[tuple[str, int], Take] = {}
    for order, story in enumerate(told.stories()):
        for index in range(story["takes"]):
            take = _cast(story, index, order, by_key)
            by_key[story["key"], index] = take
            takes.append(take)
    _lay_out(takes, at)
    takes.sort(key=lambda take: (take.opened, take.story["key"], take.index))
    _number(takes)
    for take in takes:
        take.values = _values(take, at)
        take.steps = [_said(take, step, n) for n, step in enumerate(take.steps)]
    return takes


def released(at: datetime) -> dict[str, dict[str, datetime]]:
    """Every release of every line with the moment it is or was published: at the ninth hour of that day."""
    zone = calendar().zone
    found: dict[str, dict[str, datetime]] = {}
    for line in told.world()["lines"]:
        found[line["key"]] = {}
        for name, when in line["releases"].items():
            on = (at.astimezone(zone) + DAY * (when["in"] if "in" in when else -when["ago"])).date()
            moment = datetime.combine(on, clock_time(9), tzinfo=zone).astimezone(UTC)
            found[line["key"]][name] = calendar().next_opening(moment)
    return found


# Who


def _cast(story: dict, index: int, order: int, by_key: dict[tuple[str, int], Take]) -> Take:
    parent_key = story.get("follows") or story.get("duplicates")
    parent = by_key[parent_key, index] if parent_key else None
    company = parent.company if parent else _company(story, index, order)
    reporter = parent.reporter if parent else _reporter(story, company, order + index)
    is_last = index == story["takes"] - 1
    is_open = (story["is_picture"] and story["key"] != "boris-delivery-note") or ("now" in story and is_last)
    steps = story["course"][: story["now"]] if is_open and "now" in story else story["course"]
    random = Random(f"{story['key']}/{index}")
    return Take(
        story=story,
        index=index,
        company=company,
        installation=parent.installation if parent else _installation(story, company, reporter),
        reporter=reporter,
        colleague=_colleague(story, company, reporter),
        approver=next(p for p in company["people"] if "approver" in p.get("roles", ())),
        cast=_vendor(story, order + index),
        steps=list(steps),
        is_open=is_open,
        parent=parent,
        jitter=[random.randint(20, 1500) for _step in steps],
    )


def _company(story: dict, index: int, order: int) -> dict:
    companies = {c["key"]: c for c in told.world()["companies"]}
    if "company" in story:
        return companies[story["company"]]
    keys = story.get("companies")
    if keys:
        return companies[keys[index % len(keys)]]
    found = [c for c in companies.values() if _reporters(story, c)]
    if "now" in story and index == story["takes"] - 1:
        found = [c for c in found if "ago" not in c["contract"]["until"]]
    return found[(order + index) % len(found)]


def _reporters(story: dict, company: dict) -> list[dict]:
    """Contacts who may open this request in their own language."""
    # A step by an approver or a colleague is more telling when it is somebody else.
    alone = {"colleague"} & {step["by"] for step in story["course"]}
    return [
        person
        for person in people_of(company)
        if "requester" in person["roles"]
        and person["language"] == story["language"]
        and (not story.get("confidential") or "confidential" in person.get("rights", ()))
        and not (alone and "administrator" in person["roles"])
    ]


def people_of(company: dict) -> list[dict]:
    """The company's contacts; one who belongs to two companies is described once."""
    known = {p["key"]: p for c in told.world()["companies"] for p in c["people"] if "email" in p}
    return [known[p["key"]] | p for p in company["people"]]


def _reporter(story: dict, company: dict, turn: int) -> dict:
    people = {p["key"]: p for p in people_of(company)}
    if "who" in story:
        return people[story["who"]]
    found = _reporters(story, company)
    return found[turn % len(found)]


def _colleague(story: dict, company: dict, reporter: dict) -> dict:
    """Who writes besides the reporter: the first he shared it with, else one who sees the company."""
    people = {p["key"]: p for p in people_of(company) if p["key"] != reporter["key"]}
    if story.get("shared"):
        return people[story["shared"][0]]
    sees = [p for p in people.values() if "company" in p.get("rights", ()) or company["all_see_all"]]
    return next((p for p in sees if "administrator" in p["roles"]), (sees or list(people.values()))[0])


def _installation(story: dict, company: dict, reporter: dict) -> dict:
    found = company["installations"]
    if "installation" in story:
        return next(i for i in found if i["key"] == story["installation"])
    limits = set(reporter.get("entities", ()))
    fitting = [i for i in found if not limits or limits <= set(i.get("entities", company["entities"]))]
    wanted = story.get("environment", "production")
    narrow = [i for i in fitting if i.get("entities")] if limits else []
    return next(iter(narrow), None) or next((i for i in fitting if i["environment"] == wanted), fitting[0])


def _vendor(story: dict, turn: int) -> dict[str, dict]:
    """The vendor's people of this story by their part: agent, consultant, rnd, deployment, sales, lead."""
    people = {p["key"]: p for p in told.world()["people"]}
    domain, language = story.get("domain", ""), story["language"]
    team = _TEAMS.get(story["type"]) or ("SUP-BO" if domain in _BACK_OFFICE else "SUP-TEC" if domain in _TECHNICAL else "SUP-LP")
    if team.startswith("CON") and domain in _BACK_OFFICE:
        team = "CON-BO"
    owner = people[story["owner"]] if "owner" in story else _somebody(team, language, turn)
    consultant = {"SUP-BO": "helene", "SUP-TEC": "bruno"}.get(team, "bruno" if domain == "after-sales" else "carl")
    engineer = {"SUP-BO": "rosa", "SUP-TEC": "priya"}.get(team, "tomas")
    return {
        "agent": owner,
        "consultant": owner if team.startswith("CON") else people[consultant],
        "rnd": people[engineer],
        "deployment": owner if team == "DEP" else people["dominik"],
        "sales": people["sara"],
        "lead": people["lena"],
    }


def _somebody(team: str, language: str, turn: int) -> dict:
    found = [
        p for p in told.world()["people"] if team in p.get("teams", ()) and p["role"] == "agent" and language in p.get("speaks", ())
    ]
    return found[turn % len(found)]


# When


def _lay_out(takes: list[Take], at: datetime) -> None:
    releases = released(at)
    past = [t for t in takes if not t.is_open and t.parent is None and not t.story["is_picture"]]
    ages = [2 + MONTHS_TOLD * ((n + 0.5) / len(past)) ** 1.3 for n in range(len(past))]
    Random(1291).shuffle(ages)
    followed = {t.story.get("follows") or t.story.get("duplicates") for t in takes if t.parent}
    for take, age in zip(past, ages, strict=True):
        least = 60 if take.story["key"] in followed else 2
        ended = take.company["contract"]["until"].get("ago")
        if ended:
            age, least = ended + 5 + age * 0.8, ended + 5
        _place(take, at, releases, until=at - DAY * max(age, least))
    for take in takes:
        if take not in past and take.parent is None:
            _place(take, at, releases, until=at)
    for take in takes:
        if take.parent:
            base = take.parent.moments[-1] if take.story.get("follows") else take.parent.opened
            begin = calendar().add_working_days(base, _days(take.story["opens_after"]))
            take.release, take.fix = _versions(take, begin, releases, begin)
            _walk(take, begin, None)


def _place(take: Take, at: datetime, releases: dict, *, until: datetime) -> None:
    """Find the latest opening with which the story fits: its last step, and its rest, by *until*."""
    anchor = None
    index = next((n for n, step in enumerate(take.steps) if step["do"] == "release"), None)
    if index is not None:
        take.fix, anchor = _fix_published(take, at, releases)
        begin = _latest(lambda start: _walk(take, start, None)[index], anchor)
    elif take.is_open or take.story["is_picture"]:
        rest = _rest(take)
        begin = _latest(lambda start: _later(_walk(take, start, None)[-1] if take.steps else start, rest), until)
    else:
        begin = _latest(lambda start: _walk(take, start, None)[-1], until)
    published, fix = take.fix, ""
    take.release, fix = _versions(take, begin, releases, at if take.is_open else begin)
    take.fix = published or fix
    _walk(take, begin, anchor)


def _latest(end: Callable[[datetime], datetime], limit: datetime) -> datetime:
    """The latest start, to the second, whose end is not after *limit*; both lie in opening hours."""
    low, high = int((limit - DAY * 160).timestamp()), int(limit.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if end(datetime.fromtimestamp(middle, UTC)) <= limit:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(low, UTC)


def _walk(take: Take, opened: datetime, published: datetime | None) -> list[datetime]:
    """Lay the steps of the take out from its opening; returns and keeps their moments."""
    take.opened, take.moments, take.appointments = opened, [], {}
    here, appointment = opened, None
    for number, step in enumerate(take.steps):
        if step["do"] == "appointment" and appointment:
            here = appointment
        elif step["do"] == "release" and published:
            here = published
        else:
            here = _later(here, step["after"])
            if not take.story["is_picture"] and step["by"] != "system":
                here = due(calendar(), here, take.jitter[number])
        if "appointment" in step:
            appointment = on_day(here, step["appointment"])
            take.appointments[number] = appointment
        take.moments.append(here)
    return take.moments


def _later(here: datetime, after: str) -> datetime:
    """*after* in working time: `1:30` hours, `3d` working days."""
    if after.endswith("d"):
        return calendar().add_working_days(here, _days(after))
    hours, minutes = after.split(":")
    return due(calendar(), here, int(hours) * 3600 + int(minutes) * 60)


def _days(after: str) -> int:
    return int(after.removesuffix("d"))


def on_day(base: datetime, when: dict[str, Any]) -> datetime:
    """A local time some working days after *base*; the next working day if that would be over already."""
    for more in range(3):
        day = calendar().local(calendar().add_working_days(base, when["days"] + more)).date()
        hour, minute = map(int, when["at"].split(":"))
        moment = datetime.combine(day, clock_time(hour, minute), tzinfo=calendar().zone).astimezone(UTC)
        if moment > base:
            return moment
    return moment


def _rest(take: Take) -> str:
    """Working time since the last step of an open case: inside its targets and timers, so that nothing is overdue."""
    if "ago" in take.story:
        return take.story["ago"]
    part = 0.1 + 0.7 * Random(f"rest {take.story['key']}").random()
    status, level = take.status, _level(take)
    if status in _TIMED_DAYS:
        hours = part * _TIMED_DAYS[status] * 7.5
    elif status == "SCHEDULED":
        step = next(s for s in reversed(take.steps) if "appointment" in s)
        hours = part * (step["appointment"]["days"] - 1) * 7.5
    elif status == "NEW":
        hours = part * _REPLY[level]
    elif status == "WITH_RND" and level in ("LOW", "MEDIUM"):
        hours = part * _UPDATE[level] * 1.5
    else:
        hours = part * _UPDATE[level]
    minutes = max(4, int(hours * 60))
    return f"{minutes // 60}:{minutes % 60:02d}"


def _level(take: Take) -> str:
    level = take.story.get("criticality") or ("LOW" if take.story["type"] in ("ACC", "EVO", "FLX") else "MEDIUM")
    for step in take.steps:
        level = step["to"] if step["do"] in ("lower", "raise") else level
    return level


# Versions


def _fix_published(take: Take, at: datetime, releases: dict) -> tuple[str, datetime]:
    """The release that ended this story's fault, and when it came out: for an open case the latest, else an installed one."""
    installed = take.installation["release"]
    line = releases[installed.rpartition(".")[0]]
    out = [(name, moment) for name, moment in line.items() if moment <= at]
    if take.is_open or take.story["is_picture"]:
        return out[-1]
    old = [o for o in out[1:] if o[1] < at - DAY * 45 and _key(o[0]) <= _key(installed)]
    return old[take.index % len(old)] if old else out[1]


def _versions(take: Take, opened: datetime, releases: dict, since: datetime) -> tuple[str, str]:
    """What was installed when the story began, and the release it speaks of: a planned one comes out after *since*."""
    release = release_on(take.installation, opened, releases)
    order = list(releases[release.rpartition(".")[0]])
    after = [name for name in order if _key(name) > _key(release)]
    planned = [n for n in after if releases[n.rpartition(".")[0]][n] > since]
    if any(step["do"] == "plan" for step in take.steps) and planned:
        return release, planned[0]
    return release, (after or [release])[0]


def release_on(installation: dict, moment: datetime, releases: dict) -> str:
    """The release an installation ran at a moment: the last that was out and not newer than today's."""
    installed = installation["release"]
    out = [n for n, m in releases[installed.rpartition(".")[0]].items() if m <= moment and _key(n) <= _key(installed)]
    if out:
        return out[-1]
    former = releases.get(installation.get("before", ""), {})
    return next((n for n, m in reversed(former.items()) if m <= moment), next(iter(releases[installed.rpartition(".")[0]])))


def _key(release: str) -> tuple[int, ...]:
    return tuple(map(int, release.split(".")))


# Numbers and words


def _number(takes: Iterable[Take]) -> None:
    takes = list(takes)
    kept = {take.story["number"] for take in takes if "number" in take.story}
    number = FIRST_NUMBER
    for take in takes:
        if "number" in take.story:
            take.number = take.story["number"]
            continue
        while number in kept:
            number += 1
        take.number, number = number, number + 1


def _values(take: Take, at: datetime) -> dict[str, str]:
    zone, language = calendar().zone, take.language
    random = Random(f"{take.story['key']}/{take.index}/values")
    on = take.opened.astimezone(zone)
    wished = take.story.get("fields", {})
    values = words.numbers(random, on.year) | words.dates(take.opened, language, zone)
    values |= {
        "hello": words.hello(take.reporter, language),
        "requester": f"{take.reporter['first']} {take.reporter['last']}",
        "company": take.company["name"],
        "domain": take.company["domain"],
        "release": take.release,
        "fix": take.fix,
    }
    for n in (1, 2):
        if f"wished_on_{n}" in wished:
            wish = calendar().add_working_days(take.opened, wished[f"wished_on_{n}"]["days"])
            values[f"wish{n}"] = words.wish(wish.astimezone(zone).date(), language)
    if take.parent:
        values["former"] = f"{take.parent.story['type']}-{take.parent.number}"
        values["customer_no"], values["item"], values["document"] = (
            take.parent.values.get(k, values[k]) for k in ("customer_no", "item", "document")
        )
    return values


def _said(take: Take, step: dict[str, Any], number: int) -> dict[str, Any]:
    """The step with its texts filled; one that fixes an appointment may name its day."""
    values = dict(take.values)
    if number in take.appointments:
        values["appointment"] = words.weekday(take.appointments[number].astimezone(calendar().zone).date(), take.language)
    return told.fill(step, values)


def opening_text(take: Take, key: str) -> str:
    """Subject, description or impact of the take."""
    return told.fill(take.story.get(key, ""), take.values)
