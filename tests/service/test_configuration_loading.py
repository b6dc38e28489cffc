"""Loading the configuration into tables: by key, idempotent, and gentle to what was edited."""

from pathlib import Path

import pytest
import yaml

from guichet.contracts.models import CoverageRow
from guichet.exchange.configuration import load
from guichet.exchange.loading import run
from guichet.service.house import forget, house
from guichet.service.models import Desk, Domain, MatrixRow, RequestType, Resolution, StatusText, Team, Text
from guichet.service.reading import ConfigurationError, packaged
from guichet.service.schema import Configuration
from guichet.sla.models import BusinessCalendar, SlaPolicy
from guichet.sla.stored import calendars_by_key, policies_by_key

pytestmark = pytest.mark.django_db
FOUR = "{en: A, fr: B, de: C, it: D}"


@pytest.fixture(autouse=True)
def _emptied(db) -> None:
    """These tests begin without any configuration, and leave no snapshot of theirs behind."""
    for model in (CoverageRow, MatrixRow, RequestType, Domain, Team, Desk, Resolution, StatusText, Text):
        model.objects.all().delete()
    BusinessCalendar.objects.all().delete()
    SlaPolicy.objects.all().delete()
    yield
    forget()


def written(tmp_path: Path, content: str) -> Path:
    file = tmp_path / "own.yaml"
    file.write_text(content, encoding="utf-8")
    return file


def test_the_packaged_configuration_fills_the_tables():
    report = load()
    assert report.as_dict()["types"] == {"new": 9, "changed": 0, "same": 0}
    assert list(Desk.objects.values_list("key", "is_visible", "is_billed")) == [
        ("SUP", True, False),
        ("CON", True, True),
        ("SAL", True, False),
        ("RND", False, False),
        ("DEP", True, True),
    ]
    assert Domain.objects.get(key="payroll").team.key == "SUP-BO"
    assert StatusText.objects.count() == 12
    assert CoverageRow.objects.count() == 14
    assert MatrixRow.objects.get(key="down").spec["phone"] is True
    assert calendars_by_key()["CH-BE-EXT"].key == "CH-BE-EXT"
    assert policies_by_key()["STANDARD"].targets["CRITICAL"].first_reply == 3600


def test_the_house_reads_what_was_loaded():
    load()
    assert house().text("brand")["vendor"] == "Helvetic Software"
    assert house().text("limits")["file_megabytes"] == 25
    assert [row["key"] for row in house().text("which")["rows"]] == ["project", "built", "patch"]
    assert house().text("routing")["RND"]["system"] == "RND-CORE"
    assert house().level_rank("CRITICAL") > house().level_rank("HIGH") > house().level_rank("LOW")


def test_a_type_carries_its_fields_with_their_words():
    load()
    licence, evolution = RequestType.objects.get(key="LIC"), RequestType.objects.get(key="EVO")
    assert [field["key"] for field in licence.fields] == ["module", "users"]
    assert licence.fields[1]["labels"]["en"] == "Number of users"
    assert {field["key"]: field["required"] for field in evolution.fields} == {
        "benefit": True,
        "users": False,
        "installation": False,
    }
    assert evolution.fields[1]["labels"]["en"] == "Who uses it?"
    problem = RequestType.objects.get(key="SPT")
    assert [heading["key"] for heading in problem.spec["headings"]] == ["did", "happened", "expected"]
    action = RequestType.objects.get(key="ACC").fields[3]
    assert [choice["key"] for choice in action["choices"]] == ["add", "change", "remove"]


def test_loading_twice_changes_nothing_and_says_so():
    assert load().has_changes
    again = load()
    assert not again.has_changes
    assert str(again) == "Nothing to change: everything stands as the files say."


def test_what_a_file_does_not_name_stays_as_it_was_edited(tmp_path):
    load()
    Desk.objects.filter(key="CON").update(is_billed=False)
    file = written(tmp_path, f"desks:\n  - {{key: CON, labels: {FOUR}}}\nbrand: {{phone: '+41 44 000 00 00'}}\n")
    report = load([file])
    desk = Desk.objects.get(key="CON")
    assert (desk.labels["it"], desk.is_billed, desk.position) == ("D", False, 1)
    assert Desk.objects.get(key="SUP").labels["de"] == "Support"
    brand = Text.objects.get(key="brand").spec
    assert (brand["phone"], brand["vendor"]) == ("+41 44 000 00 00", "Helvetic Software")
    assert report.as_dict()["desks"]["changed"] == 1
    assert "types" not in report.as_dict()


def test_a_loaded_file_overwrites_what_it_names():
    load()
    Desk.objects.filter(key="CON").update(is_billed=False)
    assert str(load()) == "desks: 1 changed, 4 same"
    assert Desk.objects.get(key="CON").is_billed


def test_a_new_row_goes_behind_the_others(tmp_path):
    load()
    load([written(tmp_path, f"desks:\n  - {{key: EXT, labels: {FOUR}}}\n")])
    assert list(Desk.objects.values_list("key", flat=True)) == ["SUP", "CON", "SAL", "RND", "DEP", "EXT"]


def test_a_file_with_new_words_for_a_field_reaches_the_types_that_ask_it(tmp_path):
    load()
    load([written(tmp_path, f"fields:\n  - {{key: benefit, kind: text, labels: {FOUR}}}\n")])
    field = RequestType.objects.get(key="FLX").fields[0]
    assert field["labels"]["fr"] == "B"
    assert field["hints"]["en"].startswith("What would it save")
    assert field["required"]


def test_a_team_that_gives_up_a_domain_is_no_longer_routed_to(tmp_path):
    load()
    load([written(tmp_path, f"teams:\n  - {{key: CON-DEV, desk: CON, labels: {FOUR}, domains: [portal]}}\n")])
    routing = Text.objects.get(key="routing").spec["CON"]
    assert routing["portal"] == "CON-DEV"
    assert "interfaces" not in routing
    assert routing["payroll"] == "CON-BO"


def test_another_type_preselected_replaces_the_one_before(tmp_path):
    load()
    content = f"types:\n  - {{key: NEW, labels: {FOUR}, desk: SUP, criticality: none, coverage: billed, preselected: true}}\n"
    load([written(tmp_path, content)])
    assert list(RequestType.objects.filter(spec__preselected=True).values_list("key", flat=True)) == ["NEW"]


def test_a_type_can_be_put_out_of_use(tmp_path):
    load()
    content = f"types:\n  - {{key: FLX, labels: {FOUR}, desk: SUP, criticality: LOW, coverage: flex_balance, active: false}}\n"
    load([written(tmp_path, content)])
    flex = RequestType.objects.get(key="FLX")
    assert not flex.is_active
    assert [field["key"] for field in flex.fields] == ["benefit", "users", "installation"]


def test_a_file_with_a_mistake_loads_nothing(tmp_path):
    load()
    content = f"limits: {{files: 3}}\nteams:\n  - {{key: T, desk: SUPP, labels: {FOUR}}}\n"
    with pytest.raises(ConfigurationError):
        load([written(tmp_path, content)])
    assert Text.objects.get(key="limits").spec["files"] == 20


def test_a_file_may_refer_to_what_stands_in_the_tables(tmp_path):
    load()
    load([written(tmp_path, f"teams:\n  - {{key: SUP-NEW, desk: SUP, labels: {FOUR}}}\n")])
    assert Team.objects.get(key="SUP-NEW").desk.key == "SUP"


def test_the_command_names_the_mistake_and_ends_with_two(tmp_path, capsys):
    load()
    file = written(tmp_path, f"\nteams:\n  - {{key: T, desk: SUPP, labels: {FOUR}}}\n")
    assert run([file]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        f"{file}:3: teams[T].desk: there is no desk SUPP; did you mean SUP?",
        "Nothing was loaded: 1 mistake.",
    ]


def test_the_command_says_what_it_did(tmp_path, capsys):
    load()
    assert run([written(tmp_path, "limits: {files: 3}\n")]) == 0
    assert capsys.readouterr().out == "limits: 1 changed\n"


def test_the_sample_shows_what_can_be_configured_and_can_be_loaded():
    load()
    sample = Path(__file__).parents[2] / "docs" / "configuration-sample.yaml"
    shown = set(yaml.safe_load(sample.read_text(encoding="utf-8")))
    rules_and_rare = {"questions", "derivation", "which", "which_outcomes", "delays", "escalation"}
    assert shown == set(Configuration.model_fields) - rules_and_rare
    assert load([sample]).has_changes
    assert not load([sample]).has_changes


def test_packaged_is_read_once():
    assert packaged() is packaged()
