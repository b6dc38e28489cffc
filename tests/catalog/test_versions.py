"""Versions are compared by their meaning; what cannot be read is never older or newer."""

import pytest

from guichet.catalog import versions

IN_ORDER = {
    "numbers": ["23.4.9", "24.1-rc1", "24.1", "24.1.9", "24.1.10", "24.2.3", "24.2.3 SP1", "24.2.3 SP2", "24.2.3 SP10", "24.2.5", "25.1"],
    "semver": ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.10.0"],
    "dates": ["2025.11", "2026", "2026 R1", "2026 R2", "2026.9", "2026.10", "2026.10.2", "2027.1"],
}


@pytest.mark.parametrize("scheme", IN_ORDER)
def test_versions_stand_in_their_order(scheme):
    wanted = IN_ORDER[scheme]
    assert versions.in_order(scheme, sorted(wanted, reverse=True)) == wanted
    assert len({versions.parse(scheme, name) for name in wanted}) == len(wanted)


@pytest.mark.parametrize(("scheme", "one", "other"), [
    ("numbers", "24.2", "24.2.0"), ("numbers", "v24.2.3", "24.2.3"), ("semver", "1.2.3+build.7", "1.2.3"), ("dates", "2026.00", "2026"),
])  # fmt: skip
def test_two_ways_to_write_a_version(scheme, one, other):
    assert versions.parse(scheme, one) == versions.parse(scheme, other) is not None


@pytest.mark.parametrize("text", ["", "latest", "24.2.x", "24..2", "24.2.3; DROP", "१२.३", "9" * 500, "1.2"])
def test_what_cannot_be_read_has_no_place(text):
    assert versions.parse("semver", text) is None
    assert versions.is_within("semver", text, "1.0.0", "2.0.0") is None


def test_a_range_holds_its_first_version_and_not_its_end():
    within = {v: versions.is_within("numbers", v, "24.2.2", "24.2.10") for v in ("24.2.1", "24.2.2", "24.2.9", "24.2.10")}
    assert within == {"24.2.1": False, "24.2.2": True, "24.2.9": True, "24.2.10": False}
    assert versions.is_within("numbers", "24.2.1", "", "") is True
    assert versions.is_within("numbers", "24.2.1", "soon", "") is None
