"""Words that mean the same: what stands for what, what the lead editor may enter, and when it is in force."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.permissions import ensure_lead_group, ensure_partner_group
from search import synonyms
from search.management.commands.load_synonyms import load_synonyms
from search.models import Synonyms
from search.synonyms import alternatives
from tests import builders

pytestmark = pytest.mark.django_db


def group(*phrases: str, language: str = "en") -> Synonyms:
    return Synonyms.objects.create(language=language, phrases="\n".join(phrases))


def units(text: str, language: str = "en") -> list[list[str]]:
    return [[" ".join(phrase) for phrase in unit] for unit in alternatives(text.split(), language)]


def test_without_synonyms_each_word_stands_for_itself():
    assert alternatives(["green", "hydrogen"], "en") == [[("green",)], [("hydrogen",)]]


def test_each_word_of_a_group_stands_for_all_others_and_what_was_typed_comes_first():
    group("biotech", "biotechnology", "life science")
    assert units("biotechnology lab") == [["biotechnology", "biotech", "life science"], ["lab"]]
    assert units("biotech") == [["biotech", "biotechnology", "life science"]]


def test_a_phrase_is_one_unit_and_the_longest_counts():
    group("IT", "information technology")
    group("ICT", "information technology and communication")
    assert units("information technology and communication park") == [
        ["information technology and communication", "ict"],
        ["park"],
    ]
    assert units("information technology park") == [["information technology", "it"], ["park"]]
    assert units("information park") == [["information"], ["park"]]


def test_capitals_accents_and_hyphens_do_not_matter():
    group("E-Mobilität", "Électromobilité", language="de")
    assert units("e mobilitat", "de") == [["e mobilitat", "electromobilite"]]


def test_a_word_with_several_meanings_may_be_in_several_groups():
    group("PV", "photovoltaics")
    group("PV", "Paper Valley")
    assert units("pv") == [["pv", "photovoltaics", "paper valley"]]
    assert units("photovoltaics") == [["photovoltaics", "pv"]]


def test_synonyms_hold_in_their_own_language_only():
    group("TIC", "ICT", language="fr")
    assert units("tic", "en") == [["tic"]]
    assert units("tic", "fr") == [["tic", "ict"]]


def test_a_group_without_a_language_holds_in_every_one_and_beside_those_of_the_language(settings):
    group("Wien", "Vienna", language="")
    group("Wien", "Hauptstadt", language="de")
    for language, _name in settings.LANGUAGES:
        assert "wien" in units("vienna", language)[0]
    assert units("wien", "de") == [["wien", "vienna", "hauptstadt"]]
    assert units("wien", "fr") == [["wien", "vienna"]]


def test_a_hostile_text_does_not_become_a_huge_query():
    group(*(f"word{number}" for number in range(20)))
    found = alternatives(["word1"] * 100, "en")
    assert len(found) == 100
    assert sum(map(len, found)) <= 100 + 60


def test_a_change_is_in_force_with_the_next_search_and_so_is_a_deletion():
    row = group("solar", "photovoltaics")
    assert units("solar") == [["solar", "photovoltaics"]]
    row.phrases = "solar\nsun power"
    row.save()
    assert units("solar") == [["solar", "sun power"]]
    row.delete()
    assert units("solar") == [["solar"]]


def test_a_change_made_by_another_process_is_in_force_within_a_second(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(synonyms.time, "monotonic", lambda: now[0])
    row = group("solar", "photovoltaics")
    assert units("solar") == [["solar", "photovoltaics"]]
    # No signal in this process.
    Synonyms.objects.filter(pk=row.pk).update(phrases="solar\nsun power")
    now[0] += 1.1
    assert units("solar") == [["solar", "sun power"]]


def test_what_was_rolled_back_is_not_in_force_for_longer_than_a_second(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(synonyms.time, "monotonic", lambda: now[0])

    with transaction.atomic():
        group("solar", "photovoltaics")
        assert units("solar") == [["solar", "photovoltaics"]]
        transaction.set_rollback(True)
    now[0] += 1.1
    assert units("solar") == [["solar"]]


def test_searches_ask_the_database_once_a_second_at_most(django_assert_num_queries):
    group("solar", "photovoltaics")
    with django_assert_num_queries(1):
        units("solar")
        units("wind")
    with django_assert_num_queries(0):
        assert alternatives([], "en") == []


def problems(phrases: str, **fields: str) -> str:
    with pytest.raises(ValidationError) as refused:
        Synonyms(phrases=phrases, **{"language": "en"} | fields).full_clean()
    return " ".join(refused.value.messages)


def test_a_group_is_kept_once_in_a_language_whatever_the_order_of_its_lines():
    row = group("solar", "photovoltaics")
    assert "exactly these words" in problems("Photovoltaics\nSolar")
    row.full_clean()
    Synonyms(phrases="photovoltaics\nsolar", language="fr").full_clean()
    Synonyms(phrases="photovoltaics\nsolar\nPV", language="en").full_clean()


@pytest.mark.parametrize(
    ("phrases", "reason"),
    [
        ("", "This field cannot be blank"),
        ("solar", "“solar” stands alone"),
        ("solar\n\n  \n", "“solar” stands alone"),
        ("solar\n&%", "“&%” has no letter and no digit"),
        ("solar\nSolár", "“Solár” is the same as “solar”"),
        ("e mobility\nE-Mobility", "“E-Mobility” is the same as “e mobility”"),
        ("solar\n" + "x" * 61, "is too long: 61 characters, at most 60"),
        ("solar\n1 2 3 4 5 6 7 8 9", "“1 2 3 4 5 6 7 8 9” has 9 words, at most 8"),
        ("\n".join(f"word{number}" for number in range(21)), "There are 21 lines"),
    ],
)
def test_what_cannot_work_is_refused_and_the_line_is_named(phrases, reason):
    assert reason in problems(phrases)


def test_every_problem_is_named_not_only_the_first():
    text = problems("solar\nSOLAR\n??\n" + "y" * 80)
    assert all(reason in text for reason in ("is the same as", "has no letter", "is too long"))


def test_a_language_that_the_portal_does_not_have_is_refused():
    assert "nl" in problems("a\nb", language="nl")


def test_spaces_and_empty_lines_are_tidied():
    row = Synonyms(language="en", phrases="  solar \r\n\r\n sun   power\r\n")
    row.full_clean()
    assert row.phrases == "solar\nsun power"
    assert str(row) == "solar, sun power"


def test_the_portals_own_synonyms_are_valid_and_there_are_some_in_every_language(settings):
    added = load_synonyms()
    assert added == Synonyms.objects.count() > 80
    for language, _name in settings.LANGUAGES:
        assert Synonyms.objects.filter(language=language).exists()
        assert "artificial intelligence" in units("ki", language)[0]
    assert "informationstechnik" in units("it", "de")[0]
    assert units("it", "en") == [["it"]]
    assert {"bioeconomy", "bio economy"} <= set(units("bio economy", "en")[0])


def test_loading_again_changes_nothing_that_an_editor_did():
    load_synonyms()
    first = Synonyms.objects.filter(language="de").first()
    first.phrases = "Eins\nZwei"
    first.save()
    Synonyms.objects.filter(language="fr").first().delete()
    before = list(Synonyms.objects.order_by("pk").values_list("pk", "phrases"))
    assert load_synonyms() == 0
    assert list(Synonyms.objects.order_by("pk").values_list("pk", "phrases")) == before


@pytest.fixture
def lead(client):
    client.force_login(builders.user("lead", ensure_lead_group()))
    return client


def test_the_lead_editor_adds_changes_and_deletes_synonyms(lead):
    lead.post(reverse("synonyms:add"), {"language": "en", "phrases": "solar\nphotovoltaics"})
    row = Synonyms.objects.get()
    assert "solar, photovoltaics" in lead.get(reverse("synonyms:index")).content.decode()
    lead.post(reverse("synonyms:edit", args=[row.pk]), {"language": "en", "phrases": "solar\nsun power"})
    assert units("solar") == [["solar", "sun power"]]
    lead.post(reverse("synonyms:delete", args=[row.pk]))
    assert not Synonyms.objects.exists()


def test_a_mistake_is_shown_beside_the_field_and_nothing_is_stored(lead):
    response = lead.post(reverse("synonyms:add"), {"language": "en", "phrases": "solar\nSolar"})
    assert "“Solar” is the same as “solar”" in response.content.decode()
    assert not Synonyms.objects.exists()


@pytest.mark.parametrize("name", ["index", "add"])
def test_a_partners_editor_has_nothing_to_do_with_synonyms(client, name):
    builders.home()
    partner = ensure_partner_group("spi", "SPI")
    client.force_login(builders.user("editor", partner.group))
    assert client.get(reverse(f"synonyms:{name}")).status_code == 302
    assert client.post(reverse("synonyms:add"), {"language": "en", "phrases": "a\nb"}).status_code == 302
    assert not Synonyms.objects.exists()


def test_the_list_does_not_ask_once_a_row(lead):
    def queries() -> int:
        with CaptureQueriesContext(transaction.get_connection()) as captured:
            lead.get(reverse("synonyms:index"))
        return len(captured)

    group("a", "b")
    queries()
    few = queries()
    for number in range(8):
        group(f"c{number}", f"d{number}")
    assert queries() == few
