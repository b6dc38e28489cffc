"""The cast stands as INTERFACE section 3 tells it; what tests rest on is tested once."""

import pytest

from guichet.people.models import Person


@pytest.mark.parametrize("laying", ["laid", "copied back"])
def test_cast_is_the_same_whether_laid_or_copied_back(cast, laying):
    assert Person.objects.count() == 17
    assert {t.key for t in map(cast.team, ("SUP-BO", "DEP"))} == {"SUP-BO", "DEP"}


def test_alan_sees_the_company_and_ada_does_not(cast, ada, alan):
    acme = cast.company("acme").pk
    assert alan.in_company(acme).sees_all
    assert not ada.in_company(acme).sees_all


def test_lena_leads_all_of_support(cast, lena):
    assert lena.led_teams == {cast.team(key).pk for key in ("SUP-BO", "SUP-LP", "SUP-TEC")}


def test_administrator_of_the_vendor_sits_at_no_desk(admin):
    assert admin.is_administrator and not admin.desks


def test_contract_of_cirrus_has_ended(cast):
    assert cast.contract("cirrus").ends_on.year == 2025
