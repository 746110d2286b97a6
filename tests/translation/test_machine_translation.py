"""Machine translation against a server that fails, times out, drops texts and talks rubbish."""

import html
import json
from uuid import uuid4

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue

from portal.settings.machine_translation import machine_translator
from tests import builders
from tests.servers.machine_translation import running_machine
from translation.machine import DeepL, LibreTranslate, MachineTranslationError
from translation.machine_filling import fill_empty
from translation.models import GlossaryTerm
from translation.permissions import ensure_translator_group


@pytest.fixture(scope="module")
def server():
    with running_machine() as machine:
        yield machine


@pytest.fixture
def machine(server):
    server.calls.clear()
    server.behaviours.clear()
    return server


@pytest.fixture
def libre(machine):
    return LibreTranslate({"LIBRETRANSLATE_URL": machine.url, "API_KEY": "k", "TIMEOUT": 5, "BACK_OFF": 0})


@pytest.fixture
def deepl(machine):
    return DeepL({"API_URL": machine.url, "AUTH_KEY": "secret:fx", "TIMEOUT": 5, "BACK_OFF": 0})


@pytest.fixture(params=["libre", "deepl"])
def service(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def english():
    return builders.locale("en")


@pytest.fixture
def french():
    return builders.locale("fr")


def strings(number):
    return [StringValue(f"Text {n}") for n in range(number)]


@pytest.mark.django_db
class TestService:
    def test_every_text_is_translated_in_batches_that_the_service_takes(
        self, service, machine, english, french
    ):
        wanted = strings(120)
        found = service.translate(english, french, wanted)
        assert {key.data: value.data for key, value in found.items()} == {
            each.data: f"«{each.data}»" for each in wanted
        }
        assert max(len(call.texts) for call in machine.calls) == service.batch_size
        assert sum(len(call.texts) for call in machine.calls) == 120

    def test_deepl_gets_its_key_in_the_header_and_the_languages_it_knows(
        self, deepl, machine, english, french
    ):
        deepl.translate(english, french, strings(1))
        call = machine.calls[0]
        assert call.path == "/v2/translate"
        assert call.headers["Authorization"] == "DeepL-Auth-Key secret:fx"
        assert (call.fields["source_lang"], call.fields["target_lang"]) == (["EN"], ["FR"])
        assert "secret" not in json.dumps(call.fields)

    @pytest.mark.parametrize("behaviour", ["500", "503", "429", "cut"])
    def test_what_may_pass_is_tried_again(self, service, machine, english, french, behaviour):
        machine.behaviours += [behaviour, behaviour]
        assert len(service.translate(english, french, strings(2))) == 2
        assert len(machine.calls) == 3

    @pytest.mark.parametrize(
        ("behaviour", "reason", "calls"),
        [
            ("503", "error 503", 3),
            ("429", "too busy", 3),
            ("cut", "cannot be reached", 3),
            ("403", "refuses the key", 1),
            ("456", "quota is used up", 1),
            ("302", "error 302", 1),
            ("drop", "returned 1 texts for 2", 1),
            ("rubbish", "cannot be understood", 1),
            ("shape", "cannot be understood", 1),
        ],
    )
    def test_what_does_not_pass_is_said(self, service, machine, english, french, behaviour, reason, calls):
        machine.behaviours += [behaviour] * 3
        with pytest.raises(MachineTranslationError, match=reason) as error:
            service.translate(english, french, strings(2))
        assert service.display_name in str(error.value)
        assert len(machine.calls) == calls

    def test_an_answer_that_does_not_come_is_given_up(self, service, machine, english, french):
        machine.behaviours += ["slow"] * 3
        service.options["TIMEOUT"] = 0.2
        with pytest.raises(MachineTranslationError, match="did not answer in time"):
            service.translate(english, french, strings(1))
        assert len(machine.calls) == 2

    @pytest.mark.parametrize(
        ("behaviour", "reason"), [("slow", "did not answer in time"), ("429", "too busy")]
    )
    def test_nobody_waits_longer_than_their_patience(
        self, service, machine, english, french, behaviour, reason, monkeypatch
    ):
        machine.behaviours += [behaviour] * 3
        service.options["BACK_OFF"] = 5
        monkeypatch.setattr("time.sleep", lambda seconds: pytest.fail(f"It sleeps {seconds} seconds."))
        with pytest.raises(MachineTranslationError, match=reason):
            service.translate(english, french, strings(1), patience=0.3)
        assert len(machine.calls) == 1

    def test_a_server_that_is_not_there_is_said(self, english, french):
        absent = LibreTranslate({"LIBRETRANSLATE_URL": "http://127.0.0.1:9", "TIMEOUT": 1, "BACK_OFF": 0})
        with pytest.raises(MachineTranslationError, match="cannot be reached"):
            absent.translate(english, french, strings(1))

    def test_agreed_terms_and_what_is_not_translated_are_protected(self, service, machine, english, french):
        pair = {"source_locale": english, "target_locale": french}
        GlossaryTerm.objects.create(**pair, source="cluster", target="grappe; cluster")
        GlossaryTerm.objects.create(**pair, source="ESCP-4x", do_not_translate=True)
        text = StringValue('Clusters &amp; <a id="a1">ESCP-4x</a>')
        found = service.translate(english, french, [text])
        opening, closing = service.protection
        assert machine.calls[0].texts == [
            f'{opening}grappe{closing} &amp; <a id="a1">{opening}ESCP-4x{closing}</a>'
        ]
        assert found[text].data == '«grappe &amp; <a id="a1">ESCP-4x</a>»'

    def test_deepl_keeps_to_its_own_glossary_where_it_has_one(self, deepl, machine, english, french):
        GlossaryTerm.objects.create(
            source_locale=english, target_locale=french, source="cluster", target="grappe"
        )
        deepl.options["GLOSSARY_IDS"] = {("EN", "FR"): "glossary-1"}
        deepl.translate(english, french, [StringValue("Clusters")])
        deepl.translate(english, builders.locale("de"), [StringValue("Clusters")])
        assert machine.calls[0].fields["glossary_id"] == ["glossary-1"]
        assert machine.calls[0].texts == ["Clusters"]
        assert "glossary_id" not in machine.calls[1].fields

    @pytest.mark.parametrize("damaged", ["<h2>x</h2>", '<a id="a9">x</a>', "", "<b onclick='x'>y</b>"])
    def test_a_damaged_text_is_left_out_and_the_others_are_not(
        self, service, machine, english, french, damaged, monkeypatch
    ):
        monkeypatch.setattr(machine, "translate", lambda text: damaged if text == "Text 0" else text)
        found = service.translate(english, french, strings(2))
        assert [key.data for key in found] == ["Text 1"]


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def translation(self, settings, machine):
        settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
            "CLASS": "translation.machine.LibreTranslate",
            "OPTIONS": {"LIBRETRANSLATE_URL": machine.url, "API_KEY": "", "TIMEOUT": 5, "BACK_OFF": 0},
        }
        page = builders.standard_page("Missions", summary="Where to go.")
        blocks = [{"type": "text", "value": f"<p>Paragraph {n}</p>", "id": str(uuid4())} for n in range(30)]
        page.body = json.dumps(blocks)
        page.save_revision().publish()
        builders.translate(page, "fr", live=False)
        StringTranslation.objects.exclude(context__path="title").delete()
        return Translation.objects.get()

    @pytest.fixture
    def translator(self, client, translation):
        user = builders.user("translator-fr", ensure_translator_group(builders.locale("fr")))
        client.force_login(user)
        return user

    def test_what_is_empty_is_filled_and_marked_and_nothing_is_published(
        self, client, translator, translation
    ):
        before = translation.get_target_instance()
        url = reverse("translation_workbench", args=[translation.pk])
        assert "Translate what is empty with LibreTranslate" in client.get(url).content.decode()
        response = client.post(url, {"action": "machine"}, follow=True)
        assert "31 segments translated by machine. Read and confirm them." in response.content.decode()
        rows = StringTranslation.objects.filter(translation_type="machine")
        assert rows.count() == 31
        assert set(rows.values_list("tool_name", "last_translated_by")) == {("LibreTranslate", translator.pk)}
        assert StringTranslation.objects.get(context__path="title").data == "fr: Missions"
        after = translation.get_target_instance()
        assert (after.live, after.latest_revision_id) == (before.live, before.latest_revision_id)

    def test_what_came_before_a_failure_stays_and_the_rest_can_be_asked_for_again(
        self, client, translator, translation, machine
    ):
        machine.behaviours += ["", "403"]
        url = reverse("translation_workbench", args=[translation.pk])
        page = html.unescape(client.post(url, {"action": "machine"}, follow=True).content.decode())
        assert "20 segments translated by machine" in page
        assert "LibreTranslate did not translate: it refuses the key." in page
        assert "11 segments are still empty." in page
        page = client.post(url, {"action": "machine"}, follow=True).content.decode()
        assert "11 segments translated by machine" in page
        assert StringTranslation.objects.filter(translation_type="machine").count() == 31

    def test_a_title_that_no_page_takes_is_left_empty(self, translation, translator, machine, monkeypatch):
        StringTranslation.objects.all().delete()
        monkeypatch.setattr(machine, "translate", lambda text: "x" * 300)
        report = fill_empty(translation, translator)
        assert (report.filled, report.left, report.error) == (31, 1, "")
        assert not StringTranslation.objects.filter(context__path="title").exists()

    def test_whoever_waits_too_long_gets_what_there_is(self, translation, translator):
        report = fill_empty(translation, translator, patience=-1)
        assert (report.filled, report.left, report.error) == (0, 31, "")

    def test_the_button_in_wagtail_localizes_editor_never_ends_in_an_error_page(
        self, client, translator, translation, machine
    ):
        machine.behaviours += ["rubbish"]
        url = reverse("wagtail_localize:machine_translate", args=[translation.pk])
        response = client.post(url, follow=True)
        assert response.status_code == 200
        assert "its answer cannot be understood" in response.content.decode()

    def test_only_who_may_edit_the_page_may_have_it_translated(self, client, translation, machine):
        client.force_login(builders.user("de", ensure_translator_group(builders.locale("de"))))
        client.post(reverse("wagtail_localize:machine_translate", args=[translation.pk]))
        assert machine.calls == []

    def test_without_a_machine_there_is_no_button_and_nothing_happens(
        self, client, translator, translation, settings
    ):
        settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None
        url = reverse("translation_workbench", args=[translation.pk])
        assert "Translate what is empty" not in client.get(url).content.decode()
        client.post(url, {"action": "machine"})
        assert not StringTranslation.objects.filter(translation_type="machine").exists()


class TestSettings:
    @pytest.fixture
    def env(self, monkeypatch):
        monkeypatch.setattr(environ.Env, "ENVIRON", {})
        return environ.Env()

    def test_there_is_no_machine_unless_one_is_named(self, env):
        assert machine_translator(env) is None

    def test_both_services_are_configured_by_the_environment(self, env):
        env.ENVIRON.update(MACHINE_TRANSLATION="libretranslate", LIBRETRANSLATE_URL="http://mt:5000/")
        found = machine_translator(env)
        assert found["CLASS"] == "translation.machine.LibreTranslate"
        assert found["OPTIONS"] == {"TIMEOUT": 10, "LIBRETRANSLATE_URL": "http://mt:5000", "API_KEY": ""}
        env.ENVIRON.update(
            MACHINE_TRANSLATION="deepl", DEEPL_AUTH_KEY="k:fx", DEEPL_GLOSSARY_IDS="en-de:one,en-fr:two"
        )
        found = machine_translator(env)
        assert found["CLASS"] == "translation.machine.DeepL"
        assert found["OPTIONS"]["GLOSSARY_IDS"] == {("EN", "DE"): "one", ("EN", "FR"): "two"}

    @pytest.mark.parametrize(
        ("variables", "named"),
        [
            ({"MACHINE_TRANSLATION": "babelfish"}, "babelfish"),
            ({"MACHINE_TRANSLATION": "deepl"}, "DEEPL_AUTH_KEY"),
            ({"MACHINE_TRANSLATION": "libretranslate"}, "LIBRETRANSLATE_URL"),
            ({"MACHINE_TRANSLATION": "deepl", "DEEPL_AUTH_KEY": "k", "DEEPL_GLOSSARY_IDS": "en:1"}, "en:1"),
        ],
    )
    def test_a_mistake_is_named_at_the_start(self, env, variables, named):
        env.ENVIRON.update(variables)
        with pytest.raises(ImproperlyConfigured, match=named):
            machine_translator(env)
