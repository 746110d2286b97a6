"""Agreed terms: found with their endings, asked for in translations, kept by those who translate."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests import builders
from translation.glossary import AgreedTerm, missing_terms, occurrences
from translation.models import GlossaryTerm, agreed_terms
from translation.permissions import ensure_translator_group

CLUSTER = AgreedTerm("cluster", ("grappe", "pôle"))


def found(text, *terms):
    return [text[each.start : each.end] for each in occurrences(text, terms)]


@pytest.mark.parametrize(
    ("term", "text", "marked"),
    [
        ("cluster", "Our Clusters, and a cluster.", ["Clusters", "cluster"]),
        ("cluster", "Clusterverwaltung is another word.", []),
        ("value chain", "All value chains, a value and a chain.", ["value chains"]),
        ("region", "Las regiones", ["regiones"]),
        ("região", "As regiões", ["regiões"]),
        ("Netzwerk", "des Netzwerks und der Netzwerke", ["Netzwerks", "Netzwerke"]),
        ("Land", "in anderen Ländern", ["Ländern"]),
        ("azienda", "le aziende", ["aziende"]),
        ("réseau", "les réseaux", ["réseaux"]),
        ("EU", "the europe of the EU", ["EU"]),
        ("…", "nothing to find …", []),
    ],
)
def test_terms_are_found_with_their_endings(term, text, marked):
    assert found(text, AgreedTerm(term, ("x",))) == marked


def test_of_overlapping_terms_the_longest_counts():
    terms = [AgreedTerm("chain", ("x",)), AgreedTerm("value chain", ("y",)), AgreedTerm("value", ("z",))]
    assert found("the value chain and its value", *terms) == ["value chain", "value"]


def test_exact_terms_are_found_only_as_they_are_written():
    term = AgreedTerm("SME", ("PME",), case_sensitive=True)
    assert found("SMEs, sme and SME", term) == ["SME"]


@pytest.mark.parametrize(
    ("target", "missing"),
    [
        ("Les grappes", []),
        ("Un Pôle", []),
        ("Les groupements", [CLUSTER]),
        ("", [CLUSTER]),
    ],
)
def test_any_agreed_translation_will_do(target, missing):
    assert missing_terms("Our clusters and other clusters", target, [CLUSTER]) == missing


def test_an_agreed_term_may_be_a_part_of_a_longer_word():
    term = AgreedTerm("cluster", ("Cluster",))
    assert missing_terms("the industry cluster", "das Industriecluster", [term]) == []


def test_a_term_that_is_not_in_the_source_is_not_asked_for():
    assert missing_terms("Firms", "Entreprises", [CLUSTER]) == []


def test_what_is_not_translated_has_to_stay():
    term = AgreedTerm("Horizon Europe", do_not_translate=True)
    assert missing_terms("funded by Horizon Europe", "financé par Horizon Europe", [term]) == []
    assert missing_terms("funded by Horizon Europe", "financé par l’Horizon de l’Europe", [term]) == [term]


@given(st.text(max_size=60), st.text(min_size=1, max_size=20))
def test_any_text_can_be_searched_for_any_term(text, term):
    for each in occurrences(text, [AgreedTerm(term, (term,))]):
        assert 0 <= each.start < each.end <= len(text)


@pytest.mark.django_db
class TestAdmin:
    @pytest.fixture
    def locales(self):
        for code in ("en", "fr", "de"):
            builders.home(code)
        return {code: builders.locale(code) for code in ("en", "fr", "de")}

    @pytest.fixture
    def french(self, locales):
        return self.term(locales, "fr")

    @pytest.fixture
    def german(self, locales):
        return self.term(locales, "de")

    @pytest.fixture
    def translator(self, client, locales):
        user = builders.user("translator-fr", ensure_translator_group(locales["fr"]))
        client.force_login(user)
        return user

    def term(self, locales, code):
        return GlossaryTerm.objects.create(
            source_locale=locales["en"],
            target_locale=locales[code],
            source="cluster",
            target=f"{code}; pôle ",
        )

    def test_a_translator_keeps_the_terms_of_the_own_language(self, client, translator, locales):
        fields = {
            "source_locale": locales["en"].pk,
            "target_locale": locales["fr"].pk,
            "source": "value chain",
            "target": "chaîne de valeur",
        }
        client.post(reverse("glossary:add"), fields)
        term = GlossaryTerm.objects.get()
        client.post(reverse("glossary:edit", args=[term.pk]), fields | {"target": "filière"})
        term.refresh_from_db()
        assert term.target == "filière"
        assert "filière" in client.get(reverse("glossary:index")).content.decode()
        client.post(reverse("glossary:delete", args=[term.pk]))
        assert not GlossaryTerm.objects.exists()

    def test_and_nobody_elses(self, client, translator, german, locales):
        assert "pôle" not in client.get(reverse("glossary:index")).content.decode()
        for action in ("edit", "delete"):
            assert client.post(reverse(f"glossary:{action}", args=[german.pk])).status_code == 302
        assert GlossaryTerm.objects.get() == german
        fields = {
            "source_locale": locales["en"].pk,
            "target_locale": locales["de"].pk,
            "source": "x",
            "target": "y",
        }
        response = client.post(reverse("glossary:add"), fields)
        assert "target_locale" in response.context["form"].errors
        assert GlossaryTerm.objects.count() == 1

    def test_who_translates_nothing_does_not_see_the_glossary(self, client, french):
        group = ensure_translator_group(builders.locale("fr"))
        group.page_permissions.all().delete()
        client.force_login(builders.user("nobody", group))
        assert client.get(reverse("glossary:index")).status_code == 302

    def test_the_lead_editor_sees_all_and_can_export_them(self, client, french, german):
        client.force_login(builders.admin())
        page = client.get(reverse("glossary:index")).content.decode()
        assert "fr; pôle" in page
        assert "de; pôle" in page
        export = b"".join(client.get(reverse("glossary:index") + "?export=csv").streaming_content).decode()
        assert "fr; pôle" in export

    def test_a_pair_of_languages_has_its_own_terms(self, french, german, locales):
        assert agreed_terms(locales["en"].pk, locales["fr"].pk) == [AgreedTerm("cluster", ("fr", "pôle"))]
        assert agreed_terms(locales["fr"].pk, locales["en"].pk) == []

    @pytest.mark.parametrize(
        ("fields", "named"),
        [
            ({"target": ""}, "target"),
            ({"target": " ; "}, "target"),
            ({"do_not_translate": True}, "target"),
            ({"target_locale": "en"}, "target_locale"),
            ({"target_locale": "fr"}, "__all__"),
        ],
    )
    def test_a_term_that_makes_no_sense_is_refused(self, locales, french, fields, named):
        values = {"target_locale": "de", "source": "cluster", "target": "Cluster"} | fields
        values["target_locale"] = locales[values["target_locale"]]
        with pytest.raises(ValidationError) as error:
            GlossaryTerm(source_locale=locales["en"], **values).full_clean()
        assert list(error.value.message_dict) == [named]
