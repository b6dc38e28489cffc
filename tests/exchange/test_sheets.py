"""Moving in from CSV: every bad line is named, loading twice changes nothing, never half (docs/moving-in.md)."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from guichet import clock
from guichet.catalog.models import Entity, EntityLimit, Installation
from guichet.contracts.models import Contract
from guichet.desk.models import Event, Ticket
from guichet.exchange.loading import run
from guichet.people.models import Company, Membership, Person
from tests.desk.conftest import at, do, opened

__all__ = ["do", "opened"]
SAMPLES = sorted(Path("docs/moving-in").glob("*.csv"))
COMPANIES = "external_id,name\nC-1,Nordwind AG\n"


@pytest.fixture
def sheet(tmp_path):
    """Writes a file and gives its path: `sheet("people.csv", "…")`; bytes as they are."""

    def write(name: str, content: str | bytes) -> Path:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return write


@pytest.fixture
def loaded(cast, capsys):
    """Loads files; gives the exit code and all that was said, without the folder's name."""

    def load(*files: Path, **options) -> tuple[int, str]:
        capsys.readouterr()
        code = run(files, **options)
        said = capsys.readouterr()
        folder = f"{files[0].parent}/"
        return code, (said.out + said.err).replace(folder, "")

    return load


def jobs(name: str = "") -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE %s", [name or "%"])
        return cursor.fetchone()[0]


def test_the_samples_of_the_docs_move_in_once(cast, capsys):
    """Ada and Alan, who had been invited elsewhere by hand before, get their keys by it."""
    assert run(SAMPLES) == 0
    assert capsys.readouterr().out.splitlines() == [
        "companies: 2 new", "entities: 3 new", "people: 4 new", "contracts: 2 new", "installations: 3 new",
    ]  # fmt: skip
    acme = Company.objects.get(external_id="C-100")
    assert (acme.name, acme.language, acme.phone) == ("Acme SA", "fr", "+41 21 555 01 00")
    assert Company.objects.get(external_id="C-200").name == "Borealis AG; Aarau"
    fida = Person.objects.get(external_id="P-3")
    in_acme, elsewhere = (Membership.objects.get(person=fida, company__external_id=key) for key in ("C-100", "C-200"))
    assert in_acme.is_requester and in_acme.is_confidential and in_acme.is_limited_to_entities
    assert list(EntityLimit.objects.filter(membership=in_acme).values_list("entity__code", flat=True)) == ["01"]
    assert not (elsewhere.is_requester or elsewhere.is_confidential or elsewhere.is_limited_to_entities)
    contract = Contract.objects.get(external_id="K-1")
    assert (contract.starts_on, contract.ends_on) == (dt.date(2023, 1, 1), dt.date(2028, 12, 31))
    assert contract.critical_calendar.key == "CH-BE-EXT" and "\nagreed with Alan" in contract.standing_agreement
    assert [product.key for product in contract.products.all()] == ["helvetic-erp"]
    flex = Contract.objects.get(external_id="K-2")
    assert flex.flex_balance == Decimal("2900.00") and flex.ends_on is None
    installation = Installation.objects.get(external_id="I-1")
    assert sorted(entity.external_id for entity in installation.entities.all()) == ["E-101", "E-102"]
    assert Installation.objects.get(external_id="I-3").operated_by == "vendor"
    assert jobs() == 0, "nobody gets a letter by it"
    capsys.readouterr()
    assert run(SAMPLES) == 0
    assert capsys.readouterr().out == "Nothing to change: everything stands as the files say.\n"


def test_a_dry_run_lists_every_bad_line_with_its_reason_and_counts_the_good_ones(sheet, loaded):
    companies = sheet(
        "companies.csv",
        "external_id;name;language;is_active\nC-1;Nordwind AG;de;yes\nC-2;;fr;yes\nC-3;Sud SA;es;yes\nC-1;Noch einmal;de;yes\n;Ohne;de;yes\n",
    )
    people = sheet(
        "people.csv",
        "external_id;company;email;given_name;roles\n"
        "P-1;C-1;nora.x@nordwind.example;Nora;requester\n"
        "P-2;C-9;otto@nordwind.example;Otto;requester|chief\n"
        "P-3;C-1;not an address;Pia;\n"
        "P-4;C-1;NORA.X@nordwind.example;Nora;\n"
        "P-5;C-1;quirin@nordwind.example;Quirin\n"
        "P-6;C-2;rita@nordwind.example;Rita;\n",
    )
    code, said = loaded(companies, people, dry_run=True)
    assert code == 2
    assert said.splitlines() == [
        "companies.csv:3: name: is empty",
        "companies.csv:4: language: 'es' is none of en, fr, de, it",
        f"companies.csv:5: external_id: 'C-1' was already given in {companies}:2".replace(f"{companies.parent}/", ""),
        "companies.csv:6: external_id: is empty",
        "people.csv:3: company: there is no company 'C-9', neither in these files nor in the desk",
        "people.csv:3: roles: 'chief' is none of reader, requester, approver, administrator, sees_company, confidential",
        "people.csv:4: email: 'not an address' is not an e-mail address",
        "people.csv:5: email: nora.x@nordwind.example is the address of 'P-1' in people.csv:2",
        "people.csv:6: has 4 cells, the header has 5",
        "companies.csv: 1 good, 4 bad",
        "people.csv: 2 good, 4 bad",
        "Nothing would be loaded: 9 mistakes.",
    ]


def test_with_one_mistake_nothing_is_written(sheet, loaded, cast):
    before = Company.objects.count()
    code, said = loaded(sheet("companies.csv", COMPANIES), sheet("entities.csv", "external_id,company,code,name\nE-1,C-7,01,X\n"))
    assert code == 2 and "entities.csv:2: company: there is no company 'C-7'" in said and "Nothing was loaded: 1 mistake." in said
    assert Company.objects.count() == before


def test_a_dry_run_of_good_files_says_what_would_happen_and_writes_nothing(sheet, loaded, cast):
    code, said = loaded(sheet("companies.csv", COMPANIES), dry_run=True)
    assert code == 0 and said.splitlines() == ["companies.csv: 1 good, 0 bad", "companies: 1 new", "Dry run: nothing was written."]
    assert not Company.objects.filter(external_id="C-1").exists()


def test_a_changed_line_changes_its_row_and_a_missing_column_nothing(sheet, loaded):
    loaded(sheet("companies.csv", "external_id,name,city,phone\nC-1,Nordwind AG,Thun,1\nC-2,Sud SA,Sion,2\n"))
    code, said = loaded(sheet("companies.csv", "external_id,name,city\nC-1,Nordwind Holding AG,Thun\nC-2,Sud SA,Sion\n"))
    assert code == 0 and said == "companies: 1 changed, 1 same\n"
    company = Company.objects.get(external_id="C-1")
    assert (company.name, company.phone) == ("Nordwind Holding AG", "1")
    loaded(sheet("companies.csv", "external_id,name,phone\nC-1,Nordwind Holding AG,\n"))
    assert Company.objects.get(external_id="C-1").phone == "", "an empty cell empties"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("external_id,name\nC-1,Genève SA\n".encode("latin-1"), "companies.csv:2: is not UTF-8 (probably Latin-1 or Windows-1252: the byte 0xe8); save the file as CSV UTF-8"),
        ("external_id,name\nC-1,Genève SA\n".encode("utf-16"), "companies.csv:1: is UTF-16; save the file as CSV UTF-8"),
        ("", "companies.csv:1: is empty; its first line names the columns"),
        ("external_id,nam\nC-1,X\n", "companies.csv:1: nam: is not a column; did you mean name?"),
        ("external_id,city\nC-1,X\n", "companies.csv:1: name: this column is missing"),
        ("external_id,name,name\nC-1,X,Y\n", "companies.csv:1: name: stands twice in the header"),
        ('external_id,name\nC-1,"X\nC-2,Y\n', "companies.csv:2: cannot be read from here on: a quotation mark is opened and never closed"),
        ('external_id,name\nC-1,"X"y\n', "write a quotation mark in a cell twice"),
        ("external_id,name\nC-1,X,,\n", "companies.csv:2: has 4 cells, the header has 2"),
        (b"external_id,name\nC-1,X\x00Y\n", "companies.csv:2: holds a sign that no text has (NUL)"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_where_and_why(sheet, loaded, content, said):
    code, found = loaded(sheet("companies.csv", content))
    assert code == 2 and said in found


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_separators_marks_quotes_and_line_breaks(sheet, loaded, separator, mark):
    text = '# a comment, with "quotes"; and more\n\nExternal ID|Name|City\nC-1|"Nord|wind ""AG""\r\nFiliale Thun"|Thun\n\nC-2|Sud SA|\n'
    assert loaded(sheet("companies.csv", mark + text.replace("|", separator).encode()))[0] == 0
    assert Company.objects.get(external_id="C-1").name == f'Nord{separator}wind "AG" Filiale Thun'


def test_the_line_of_a_mistake_is_right_after_cells_of_several_lines(sheet, loaded):
    code, said = loaded(sheet("companies.csv", 'external_id,name\nC-1,"a\nb\nc"\nC-2,\n'))
    assert code == 2 and "companies.csv:5: name: is empty" in said


def test_a_file_says_its_kind_by_its_name_or_else_by_its_header(sheet, loaded):
    assert loaded(sheet("2026-11 companies export.CSV", COMPANIES))[0] == 0
    assert loaded(sheet("kunden.csv", "external_id,name,mail_domain\nC-2,Sud SA,sud.example\n"))[0] == 0
    assert loaded(sheet("mandanten.csv", "external_id,company,code,name\nE-1,C-1,01,Nordwind AG\n"))[0] == 0
    assert Entity.objects.get(external_id="E-1").company.external_id == "C-1"
    code, said = loaded(sheet("list.csv", "a,b\n1,2\n"))
    assert code == 2 and "neither the file's name nor its header says what it holds" in said


CONTRACT = "external_id,company,number,products,starts_on,ends_on,policy,calendar\n"


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("contracts", "K-1,C-1,W-1,,2026-13-01,,STANDARD,CH-BE", "starts_on: '2026-13-01' is not a date; write it as 2026-12-31 or 31.12.2026"),
        ("contracts", "K-1,C-1,W-1,,1.2.26,,STANDARD,CH-BE", "starts_on: '1.2.26' is not a date"),
        ("contracts", "K-1,C-1,W-1,,01.02.2026,31.01.2026,STANDARD,CH-BE", "ends_on: lies before the first day"),
        ("contracts", "K-1,C-1,W-1,,01.02.2026,,GOLD,CH-BE", "policy: there is no 'GOLD'; known are STANDARD"),
        ("contracts", "K-1,C-1,W-1,,01.02.2026,,STANDARD,CH-GE", "calendar: there is no 'CH-GE'; known are CH-BE, CH-BE-EXT"),
        ("contracts", "K-1,C-1,W-1,crm,01.02.2026,,STANDARD,CH-BE", "products: there is no product 'crm'; known are helvetic-erp"),
        ("installations", "I-1,C-1,99.9,,", "release: '99.9' is no release of this product"),
        ("installations", "I-1,C-1,24.2.3,staging,", "environment: 'staging' is none of production, test"),
        ("installations", "I-1,C-1,24.2.3,,07", "entities: the company has no entity with the code '07'"),
        ("installations", "acme-prod,C-1,24.2.3,,", "company: is another company than before; this cannot be moved by a file"),
        ("people", "P-1,C-1,nora@vendor.example,Nora", "email: nora@vendor.example belongs to somebody of the vendor"),
        ("people", "P-1,C-1,ada@acme.example,Ada", ""),
    ],
)  # fmt: skip
def test_references_and_values_that_are_wrong_are_named(sheet, loaded, name, line, said):
    headers = {
        "contracts": CONTRACT,
        "installations": "external_id,company,release,environment,entities\n",
        "people": "external_id,company,email,given_name\n",
    }
    code, found = loaded(sheet("companies.csv", COMPANIES), sheet(f"{name}.csv", headers[name] + line + "\n"))
    assert (code == 2) == bool(said) and said in found


def test_two_people_exchange_their_addresses(sheet, loaded):
    header = "external_id,company,email,given_name\n"
    companies = sheet("companies.csv", COMPANIES)
    assert loaded(companies, sheet("people.csv", header + "P-1,C-1,a@x.example,A\nP-2,C-1,b@x.example,B\n"))[0] == 0
    assert loaded(companies, sheet("people.csv", header + "P-1,C-1,b@x.example,A\nP-2,C-1,a@x.example,B\n"))[0] == 0
    assert Person.objects.get(external_id="P-1").email == "b@x.example"
    code, said = loaded(companies, sheet("people.csv", header + "P-3,C-1,A@x.example,C\n"))
    assert code == 2 and "people.csv:2: email: a@x.example belongs to the person 'P-2'" in said


def test_one_person_in_two_companies_says_the_same_of_himself(sheet, loaded):
    companies = sheet("companies.csv", COMPANIES + "C-2,Sud SA\n")
    lines = "P-1,C-1,f@x.example,Fida\nP-1,C-2,f@x.example,Frida\nP-1,C-2,f@x.example,Fida\n"
    code, said = loaded(companies, sheet("people.csv", "external_id,company,email,given_name\n" + lines))
    assert code == 2 and "people.csv:3: given_name: differs from what people.csv:2 says of the same person" in said
    assert "people.csv:4: external_id: 'P-1' was already given in people.csv:3" in said


def test_who_has_left_stays_away(sheet, loaded):
    companies, people = sheet("companies.csv", COMPANIES), sheet("people.csv", "external_id,company,email,given_name\nP-1,C-1,a@x.example,A\n")
    loaded(companies, people)
    Membership.objects.filter(person__external_id="P-1").update(ended_at=clock.now())
    code, said = loaded(companies, people)
    assert code == 0 and "people.csv:2: A has left Nordwind AG; the line changes nothing." in said and "Nothing to change" in said
    assert Membership.objects.get(person__external_id="P-1").ended_at is not None


def test_invitations_are_sent_when_asked_for_and_once(sheet, loaded):
    companies = sheet("companies.csv", COMPANIES)
    people = sheet("people.csv", "external_id,company,email,given_name\nP-1,C-1,a@x.example,A\nP-2,C-1,ada@acme.example,Ada\n")
    assert loaded(companies, people)[0] == 0 and jobs() == 0
    code, said = loaded(companies, people, invites=True)
    assert code == 0 and "Invited: 1" in said and jobs("guichet.send_link") == 1, "Ada has her password"
    assert "Invited" not in loaded(companies, people, invites=True)[1] and jobs("guichet.send_link") == 1
    assert loaded(companies, people, invites=True, dry_run=True)[0] == 0 and jobs("guichet.send_link") == 1


def test_configuration_and_sheets_together_are_one_transaction(sheet, loaded, cast):
    own = sheet("own.yaml", "limits: {files: 3}\n")
    code, _said = loaded(own, sheet("companies.csv", "external_id,name\nC-1,\n"))
    from guichet.service.models import Text

    assert code == 2 and Text.objects.get(key="limits").spec["files"] != 3
    assert loaded(own, sheet("companies.csv", COMPANIES))[0] == 0
    assert Text.objects.get(key="limits").spec["files"] == 3


def test_a_contract_that_changes_by_a_file_counts_for_open_requests_from_now_on(sheet, loaded, ada, opened, cast):
    ticket = opened(ada, when="2026-11-24 17:00", criticality="HIGH")
    contract = cast.contract("acme")
    line = f"K-1,acme,{contract.number},helvetic-erp,01.01.2023,31.12.2030,STANDARD,CH-BE-EXT\n"
    with clock.standing_at(at("2026-11-24 17:30")):
        code, said = loaded(sheet("contracts.csv", CONTRACT + line))
    assert code == 0 and said == "contracts: 1 changed\n"
    assert Ticket.objects.get(pk=ticket.pk).calendar.key == "CH-BE-EXT"
    assert Event.objects.filter(ticket=ticket, kind="ticket.rules_changed").count() == 1


def test_a_company_of_the_same_name_without_key_is_not_made_twice(sheet, loaded):
    Company.objects.create(name="Nordwind AG")
    code, said = loaded(sheet("companies.csv", COMPANIES))
    assert code == 2 and "stands here without external_id; give it this one in the administration first" in said


def test_a_contract_says_from_when_the_clocks_of_an_incomplete_request_count(cast, sheet, loaded):
    head = "external_id,company,number,starts_on,policy,calendar,clock_starts\n"
    company = sheet("companies.csv", COMPANIES)
    code, _said = loaded(company, sheet("contracts.csv", f"{head}K-7,C-1,W-7,2026-01-01,STANDARD,CH-BE,completeness\n"))
    assert code == 0 and Contract.objects.get(external_id="K-7").clock_starts == Contract.COMPLETENESS
    code, said = loaded(sheet("contracts.csv", f"{head}K-7,C-1,W-7,2026-01-01,STANDARD,CH-BE,sometimes\n"))
    assert code == 2 and "clock_starts" in said and "completeness" in said
    code, _said = loaded(sheet("contracts.csv", f"{head}K-7,C-1,W-7,2026-01-01,STANDARD,CH-BE,\n"))
    assert code == 0 and Contract.objects.get(external_id="K-7").clock_starts == Contract.RECEIPT


def test_the_key_of_a_merged_company_means_the_company_that_took_it_in(sheet, loaded, cast):
    acme, borealis = cast.company("acme"), cast.company("borealis")
    Company.objects.filter(pk=acme.pk).update(merged_into=borealis, merged_at=clock.now(), is_active=False)
    companies = sheet("companies.csv", "external_id,name,is_active\nacme,Acme again,yes\n")
    people = sheet("people.csv", "external_id,company,email,given_name\nP-1,acme,new@acme.example,Neu\n")
    code, said = loaded(companies, people)
    assert code == 0 and "companies.csv:2: Acme SA is part of Borealis" in said
    acme.refresh_from_db()
    assert (acme.name, acme.is_active) == ("Acme SA", False)
    assert Membership.objects.get(person__external_id="P-1").company == borealis
    assert "Nothing to change" in loaded(companies, people)[1]
