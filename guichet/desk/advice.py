"""Upgrade advice: which release of its line would settle how many of a company's requests (DOMAIN 1.12)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from guichet import clock
from guichet.access.actors import Actor
from guichet.catalog import shelf, versions
from guichet.catalog.models import Installation, Release
from guichet.desk.models import Ticket
from guichet.knowledge.models import Follower, KnownProblem, ProblemRange
from guichet.knowledge.standing import Verdict, standing


@dataclass(frozen=True)
class Advice:
    """24.2.3 → 24.2.5 settles 7 of your 11: of the open requests of an installation, those that this release ends.

    *followed*: known problems the company follows that it would end too; *new*: known problems that would begin to concern it.
    """

    installation: Installation
    target: Release
    is_out: bool
    settles: int
    of: int
    followed: int
    new: int


def advise(company: int, *, by: Actor) -> list[Advice]:
    """For each installation the release that settles most, the earliest of several; a planned one too where it settles more.

    Counted over what *by* sees: his requests, known problems he may read, and of a contact what he follows himself. Four
    queries whatever the number of installations, two where nothing is linked and nothing followed.
    """
    opened = Ticket.objects.visible_to(by).open().filter(company=company, installation__isnull=False)
    linked = list(opened.order_by().values_list("installation_id", "problem_id"))
    follows = Follower.objects.filter(company=company)
    if not by.is_agent:
        follows = follows.filter(person=by.person_id)
    followed = set(follows.values_list("problem_id", flat=True))
    if not followed and not any(problem for _installation, problem in linked):
        return []
    rows = Installation.objects.filter(company=company, is_active=True).select_related("product").order_by("environment", "pk")
    installed = [shelf.placed(row) for row in rows]
    lines = {i.release.line_id for i in installed}
    releases = shelf.of_lines(lines)
    known: dict[int, list[ProblemRange]] = defaultdict(list)
    seen = KnownProblem.objects.visible_to(by).order_by().values("pk")
    for row in ProblemRange.objects.filter(line__in=lines, problem__in=seen).select_related("fixed_in"):
        known[row.problem_id].append(row)
    found: list[Advice] = []
    for installation in installed:
        mine = [problem for of, problem in linked if of == installation.pk]
        # What somebody follows concerns the work of every day, which the test environment is not.
        watched = followed if installation.environment == Installation.PRODUCTION else set()
        found += _for(installation, releases, mine, watched, known)
    return found


def _for(
    installation: Installation, releases: Sequence[Release], mine: list[int | None], followed: set[int], known: dict[int, list[ProblemRange]]
) -> list[Advice]:
    scheme, release = installation.product.version_scheme, installation.release
    today = timezone.localdate(clock.now())

    def concerned(name: str) -> set[int]:
        rows = known.items()
        return {pk for pk, ranges in rows if standing(ranges, release.line_id, name, scheme=scheme).verdict == Verdict.AFFECTED}

    now = concerned(release.name)
    own = versions.parse(scheme, release.name)
    if own is None or not (now & ({pk for pk in mine if pk} | followed)):
        return []
    later = {r.name: r for r in releases if r.line_id == release.line_id}
    best: dict[bool, Advice] = {}
    for name in versions.in_order(scheme, list(later)):
        key = versions.parse(scheme, name)
        if key is None or key <= own:
            continue
        target, then = later[name], concerned(name)
        is_out = target.is_out(today)
        ended = now - then
        settles = sum(1 for pk in mine if pk in ended)
        advice = Advice(installation, target, is_out, settles, len(mine), len(followed & ended), len(then - now))
        worth = settles + advice.followed
        if worth and (is_out not in best or worth > best[is_out].settles + best[is_out].followed):
            best[is_out] = advice
    out, planned = best.get(True), best.get(False)
    if planned and out and planned.settles + planned.followed <= out.settles + out.followed:
        planned = None
    return [advice for advice in (out, planned) if advice]
