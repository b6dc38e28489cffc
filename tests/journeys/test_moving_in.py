"""Customers move in from a spreadsheet: a dry run names the bad lines, the files are loaded, and the people work."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import letters, until, words

pytestmark = pytest.mark.browser


def load(served, *arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "guichet.config.cli", "load", *arguments]
    return subprocess.run(command, env=served.environment, capture_output=True, text=True, timeout=300)


def test_a_company_and_its_people_move_in_by_csv(as_, served, browser, tmp_path):
    sign = os.urandom(3).hex()
    companies, people = tmp_path / "companies.csv", tmp_path / "people.csv"
    # As Excel saves it: a byte order mark, and semicolons.
    companies.write_text(f"external_id;name;city;language\nM-{sign};Möbel {sign} AG;Thun;de\n", encoding="utf-8-sig")
    head = "external_id;company;email;given_name;family_name;roles\n"
    people.write_text(f"{head}P-{sign};M-{sign};eva.{sign}@moebel.example;Eva;Kern;requester|administrator\nP2-{sign};M-0;x;Tom;;\n")
    dry = load(served, "--dry-run", str(companies), str(people))
    assert dry.returncode == 2 and "people.csv:3: company" in dry.stdout and "people.csv:3: email" in dry.stdout
    admin = as_("admin@vendor.example")
    admin.goto(f"/administration/companies/?q={sign}")
    expect(admin.locator("main")).not_to_contain_text(f"Möbel {sign} AG")

    people.write_text(people.read_text().rsplit("P2-", 1)[0])
    assert load(served, "--invite", str(companies), str(people)).returncode == 0
    assert "Nothing to change" in load(served, str(companies), str(people)).stdout
    admin.reload()
    admin.get_by_role("link", name=f"Möbel {sign} AG").click()
    expect(admin.locator("main")).to_contain_text("Eva Kern")
    invitation = until(lambda: letters(served.home, f"eva.{sign}@moebel.example"))[-1]
    assert "/invitation/" in words(invitation)
