"""A portal with two partners and everybody who works in it: who may do what, and with what."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    GroupApprovalTask,
    Locale,
    Site,
    Task,
    UploadedFile,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail_localize.models import OverridableSegment, StringSegment, Translation, TranslationSource

from clusters.models import ClusterImport
from partners.permissions import ensure_lead_group, ensure_permissions
from search.models import Synonyms
from tests import builders
from tests.partners.trees import Part, build_part
from translation.models import GlossaryTerm, TranslationJob
from translation.permissions import ensure_reviewer_group, ensure_translator_group
from vocabularies.models import Term

SECRET = "Not yet public, of"
FILE = "Not shared, of"
KINDS = ["country", "cluster", "section", "news", "series", "event", "partner"]
EDITOR = {"edit", "publish", "add", "delete", "move", "submit", "file", "choose", "own", "job"}


@dataclass
class Role:
    """Somebody who signs in.

    Arguments:
        user: None for nobody.
        everywhere: what the role may do that concerns no page or file.
        on: what it may do with the things of a part, by the part's name ("inno.fr").
        parts: the parts whose things it is tried on.
        only: the one right whose requests it makes; "" for all requests.
    """

    user: Any
    everywhere: set[str] = field(default_factory=set)
    on: dict[str, set[str]] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    only: str = ""

    def may(self, right: str, part: str) -> bool:
        """Whether the role has a right on a thing of a part."""
        return right == "anyone" or right in self.everywhere or right in self.on.get(part, ())

    def must_not_see(self, thing: "Thing", *, titles: bool = True) -> list[str]:
        """The texts that no answer about a thing may show to the role. ``titles``: those of files too."""
        partner = thing.part.partition(".")[0]
        return [
            *([f"{SECRET} {partner}"] if thing.part not in self.on else []),
            *([f"{FILE} {partner}"] if titles and not self.may("choose", thing.part) else []),
        ]


@dataclass
class Thing:
    """A page with all that belongs to it, by the names that routes give to their parameters.

    Arguments:
        part: whose it is, and in which language ("inno.fr").
        kind: what it is.
        names: values for the parameters of addresses.
        mine: the same kind of page of the other partner, as far as a request needs one.
    """

    part: str
    kind: str
    names: dict[str, Any]
    mine: dict[str, Any] = field(default_factory=dict)


@dataclass
class World:
    """Everybody and everything."""

    roles: dict[str, Role]
    things: list[Thing]


def build_world() -> World:
    """The portal of these tests. Two partners, English pages and their French translations."""
    for language in ("en", "fr", "de"):
        builders.home(language)
    ensure_lead_group()
    french = builders.locale("fr")
    translators, reviewers = ensure_translator_group(french), ensure_reviewer_group(french)
    parts = {"inno": build_part("inno", "FR"), "spi": build_part("spi", "PT")}
    ensure_permissions()
    lead = Group.objects.get(name="Lead editors")
    task = GroupApprovalTask.objects.create(name="Approval")
    task.groups.add(lead)
    workflow = Workflow.objects.create(name="Approval")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    things = [thing for part in parts.values() for thing in _things(part, workflow, task)]
    by_place = {(thing.part, thing.kind): thing for thing in things}
    for thing in things:
        partner, language = thing.part.split(".")
        other = "spi" if partner == "inno" else "inno"
        thing.mine = by_place[f"{other}.{language}", thing.kind].names
    return World(_roles(parts, translators, reviewers, lead), things)


def _roles(parts: dict[str, Part], translators: Group, reviewers: Group, lead: Group) -> dict[str, Role]:
    every = [f"{partner}.{language}" for partner in parts for language in ("en", "fr")]
    french = [name for name in every if name.endswith("fr")]
    editor = parts["spi"].editor
    former = builders.user("former", parts["inno"].partner.group, is_active=False)
    return {
        "anonymous": Role(None),
        "visitor": Role(builders.user("visitor"), {"signed in"}),
        "former editor": Role(former),
        "editor": Role(
            editor,
            {"signed in", "inside", "upload", "upload image", "search report"},
            {"spi.en": EDITOR | {"translate"}, "spi.fr": EDITOR | {"translate"}},
            ("inno.en", "inno.fr", "spi.en"),
        ),
        "translator": Role(
            builders.user("translator", translators),
            {"signed in", "inside", "upload image", "choose", "glossary"},
            {part: {"edit", "translate", "term"} for part in french},
            ("inno.en", "inno.fr"),
        ),
        "German translator": Role(
            builders.user("german", ensure_translator_group(builders.locale("de"))),
            {"signed in", "inside", "upload image", "choose", "glossary"},
            {},
            ("inno.fr",),
        ),
        "reviewer": Role(
            builders.user("reviewer", reviewers),
            {"signed in", "inside", "upload image", "choose", "glossary"},
            {part: {"edit", "publish", "delete", "move", "translate", "term"} for part in french},
            ("inno.en", "inno.fr"),
        ),
        "lead editor": Role(
            builders.user("lead", lead),
            {"signed in", "inside", "upload", "upload image", "lead", "lock", "search report", "glossary"},
            dict.fromkeys(every, EDITOR - {"own"} | {"lock", "translate", "approve", "term"}),
            ("inno.fr",),
        ),
        # What takes an administrator is seen to work for one.
        "administrator": Role(builders.admin("administrator"), {"superuser"}, only="superuser"),
    }


def _things(part: Part, workflow: Workflow, task: GroupApprovalTask) -> list[Thing]:
    code = part.partner.code
    shared = _shared(part) | _administration(workflow, task)
    found = []
    for pages, language in ((part.english, "en"), (part.french, "fr")):
        for kind, page in zip(KINDS, pages, strict=True):
            found.append(_thing(page, kind, f"{code}.{language}", shared, workflow))
    draft = builders.event_page(f"Draft of {code}", series=part.english[KINDS.index("series")], live=False)
    builders.submit(draft, "fr")
    found.append(_thing(draft, "draft", f"{code}.en", shared, workflow))
    return found


def _thing(page: Any, kind: str, part: str, shared: dict[str, Any], workflow: Workflow) -> Thing:
    """A page that has a draft with a secret in it; news waits for approval."""
    page = type(page).objects.get(pk=page.pk)
    first = page.latest_revision_id
    if hasattr(page, "summary"):
        page.summary = f"{SECRET} {part.partition('.')[0]}"
    latest = page.save_revision()
    source = TranslationSource.objects.get(object_id=page.translation_key)
    translation = Translation.objects.filter(source=source).get()
    string = StringSegment.objects.filter(source=source).values_list("pk", flat=True).first()
    overridable = OverridableSegment.objects.filter(source=source).values_list("pk", flat=True).first()
    session = EditingSession.objects.create(
        user=shared["editor"],
        content_type=ContentType.objects.get_for_model(page),
        object_id=str(page.pk),
        last_seen_at=datetime(2031, 1, 1, tzinfo=UTC),
    )
    names = shared | {
        "page": page.pk,
        "parent": page.get_parent().pk,
        "slug": page.slug,
        "app": page._meta.app_label,
        "model": page._meta.model_name,
        "revision": first,
        "latest": latest.pk,
        "translation": translation.pk,
        "source": source.pk,
        "glossary": _term(part.endswith("fr")),
        "string": string or 0,
        "overridable": overridable or 0,
        "session": session.pk,
    }
    if kind == "news":
        WorkflowPage.objects.create(workflow=workflow, page=page)
        state = workflow.start(page, shared["editor"])
        names |= {"workflow_state": state.pk, "task_state": state.current_task_state_id}
    return Thing(part, kind, names)


def _shared(part: Part) -> dict[str, Any]:
    """The files of a partner, its people, and what they began."""
    code, editor = part.partner.code, part.editor
    collection = part.partner.group.collection_permissions.first().collection
    return {
        "editor": editor,
        "group": part.partner.group.pk,
        "user": editor.pk,
        "partner": part.partner.pk,
        "collection": collection.pk,
        "image": builders.image(f"{FILE} {code}", collection=collection).pk,
        "document": builders.document(f"{FILE} {code}", collection=collection).pk,
        "uploaded_image": _uploaded(editor, get_image_model()),
        "uploaded_document": _uploaded(editor, get_document_model()),
        "job": TranslationJob.objects.create(
            user=editor, kind=TranslationJob.Kind.SUBMIT, title=f"{SECRET} {code}"
        ).pk,
    }


def _term(into_french: bool) -> int:
    pair = [builders.locale("en"), builders.locale("fr")]
    source, target = pair if into_french else reversed(pair)
    return GlossaryTerm.objects.get_or_create(
        source_locale=source, target_locale=target, source="cluster", target="grappe"
    )[0].pk


def _uploaded(editor: Any, model: Any) -> int:
    return UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(model),
        file=ContentFile(b"text", name="waiting.txt"),
        uploaded_by_user=editor,
    ).pk


def _administration(workflow: Workflow, task: Task) -> dict[str, Any]:
    """What belongs to no partner."""
    return {
        "workflow": workflow.pk,
        "task": task.pk,
        "term": Term.objects.filter(vocabulary="topic").first().pk,
        "synonyms": Synonyms.objects.create(language="en", phrases="one\ntwo").pk,
        "locale": Locale.objects.get(language_code="fr").pk,
        "site": Site.objects.get().pk,
        "redirect": Redirect.add_redirect("/before/", "/en/").pk,
        "import": ClusterImport.objects.create(title="somebody.csv", state=ClusterImport.State.REFUSED).pk,
    }
