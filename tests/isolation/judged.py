"""Every address below /admin/, judged: who may use it, on what, and how a request for it is made.

A route that is missing here fails the test: an upgrade of Wagtail may have brought it, so read what it does,
and to whom, before adding its line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

FORM = {"title": "Hacked", "slug": "hacked", "body-count": "0"} | {
    f"{name}-{which}_FORMS": "0" for name in ("comments", "contacts") for which in ("TOTAL", "INITIAL")
}
PUBLISH = FORM | {"action-publish": "1"}


@dataclass(frozen=True)
class Judged:
    """A request that the test makes of a route, by GET and by POST.

    Arguments:
        needs: the right it takes; see ``world.Role``. "superuser" is the administrators'.
        about: what it is asked about. "page": every page; "part": one page of every partner and language;
            "waiting": the one that waits for approval; "translation": the one that is a translation;
            "": nothing in particular.
        args: values of the route's parameters, by name: names of ``Thing.names``, or "=text" as it is.
        query, data: query string and posted fields, with the same names in braces.
        writes: posting it writes, when whoever may does: proof that the request is well made.
        names: tells the titles of files that may not be touched.
        answers: refuses with a form or a message in a page of its own, so only what it does counts.
        method: "get", "post", or "" for both.
        script: asked by the form itself, as it saves what somebody types.
        every_kind: a partner's editor asks about a foreign page of every kind, not of two.
    """

    needs: str
    about: str = ""
    args: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    data: Any = field(default_factory=dict)
    writes: bool = False
    answers: bool = False
    names: bool = False
    method: str = ""
    script: bool = False
    every_kind: bool = False


INSIDE = Judged("inside")
SUPERUSER = Judged("superuser")
LEAD = Judged("lead")


def below(prefix: str, routes: Mapping[str, Any]) -> dict[str, tuple[Judged, ...]]:
    """Routes that begin alike."""
    return {
        prefix + route: judged if isinstance(judged, tuple) else (judged,) for route, judged in routes.items()
    }


def viewset(prefix: str, needs: str, pk: str, *more: str, one: Judged | None = None) -> dict[str, Any]:
    """The routes that Wagtail gives to a model. ``one``: who may do what with one row, when it differs."""
    one = one or Judged(needs, "", {"pk": pk})
    read = replace(one, needs=needs)
    ways = {"edit": one, "delete": one, "history": read, "history-results": read, "usage": read}
    return below(
        f"{prefix}/",
        {"": Judged(needs), "results/": Judged(needs), "new/": Judged(needs)}
        | {f"{name}/<int:pk>/": judged for name, judged in ways.items()}
        | {f"{name}/<int:pk>/": one for name in more},
    )


PAGE = {"page_id": "page", "parent_page_id": "page", "page_to_move_id": "page", "pk": "page"}
TYPE = {"content_type_app_name": "app", "content_type_model_name": "model"}
ADD = "add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/"
READ_PAGE = Judged("inside", "part", PAGE)


def page(needs: str, **more: Any) -> Judged:
    """A request about every page."""
    return Judged(needs, "page", PAGE | more.pop("args", {}), **more)


def waiting(needs: str, **more: Any) -> Judged:
    """A request about the page that waits for approval."""
    return Judged(needs, "waiting", PAGE | more.pop("args", {}), **more)


def translation(needs: str, args: Mapping[str, str] | None = None, **more: Any) -> Judged:
    """A request about a translation."""
    return Judged(needs, "translation", PAGE | {"translation_id": "translation"} | (args or {}), **more)


def part(needs: str, args: Mapping[str, str], **more: Any) -> Judged:
    """A request about something that each partner has."""
    return Judged(needs, "part", args, **more)


# Names of the tasks that exist, no more.
TASK_CHOOSER = ("task_chooser/", "task_chooser/results/", "task_chooser/<int:task_id>/")

JUDGED: dict[str, tuple[Judged, ...]] = (
    below(
        "",
        {
            "": INSIDE,
            "test404/": Judged("inside", answers=True),
            "failwhale/": Judged("nobody", answers=True),
            ".*/": Judged("nobody"),
            "account/": INSIDE,
            "help/editors/": INSIDE,
            "logout/": Judged("signed in", method="get", answers=True),
            "sprite/": Judged("anyone"),
            "jsi18n/": Judged("anyone"),
            "login/": Judged("anyone", answers=True),
            "password_reset/": Judged("anyone", answers=True),
            "password_reset/done/": Judged("anyone", answers=True),
            "password_reset/complete/": Judged("anyone", answers=True),
            "password_reset/confirm/<uidb64>/<token>/": Judged(
                "anyone", args={"uidb64": "=Mg", "token": "=x-y"}, answers=True
            ),
            "dismissibles/": INSIDE,
            "block-preview/": Judged("inside", answers=True),
            "tag-autocomplete/": Judged("inside", query="?term=a"),
            "tag-autocomplete/<slug:app_name>/<slug:model_name>/": Judged(
                "inside", args={"app_name": "=taggit", "model_name": "=tag"}, query="?term=a"
            ),
            "choose-external-link/": Judged("inside", method="get"),
            "choose-email-link/": INSIDE,
            "choose-phone-link/": INSIDE,
            "choose-anchor-link/": INSIDE,
            "choose-page/": INSIDE,
            "choose-page/<int:parent_page_id>/": READ_PAGE,
            "choose-page/search/": Judged("inside", query="?q=Not"),
            "choose-page/chosen-multiple/": Judged("inside", "part", query="?id={page}"),
            "snippets/": Judged("nobody"),
        },
    )
    | below(
        "api/main/",
        {
            **{f"{kind}/": Judged("inside", query="?limit=20") for kind in ("pages", "images", "documents")},
            "pages/find/": Judged("inside", query="?html_path=/", answers=True),
            "images/find/": Judged("nobody"),
            "documents/find/": Judged("nobody"),
            "pages/<int:pk>/": Judged("inside", "page", PAGE, answers=True),
            "images/<int:pk>/": part("choose", {"pk": "image"}, query="?fields=*"),
            "documents/<int:pk>/": part("choose", {"pk": "document"}, query="?fields=*"),
            "pages/<int:pk>/action/<str:action_name>/": tuple(
                page("nobody", args={"action_name": f"={name}"}, data=data, method="post")
                for name, data in [
                    ("convert_alias", {}),
                    ("copy", {"destination_page_id": "{parent}", "slug": "copied", "recursive": "on"}),
                    ("delete", {}),
                    ("publish", {}),
                    ("unpublish", {"recursive": "on"}),
                    ("move", {"destination_page_id": "{mine_parent}"}),
                    ("copy_for_translation", {"locale": "fr"}),
                    ("create_alias", {"destination_page_id": "{parent}", "slug": "alias"}),
                    ("revert_to_page_revision", {"revision_id": "{revision}"}),
                ]
            ),
        },
    )
    | below(
        "pages/",
        {
            "": INSIDE,
            "<int:parent_page_id>/": READ_PAGE,
            "<int:parent_page_id>/results/": READ_PAGE,
            "search/": Judged("inside", query="?q=Not"),
            "search/results/": Judged("inside", query="?q=Not"),
            "usage/<slug:content_type_app_name>/<slug:content_type_model_name>/": Judged(
                "inside", "part", TYPE
            ),
            "usage/<slug:content_type_app_name>/<slug:content_type_model_name>/results/": Judged(
                "inside", "part", TYPE
            ),
            "create/<slug:app_label>/<slug:model_name>": Judged(
                "add", "part", {"app_label": "app", "model_name": "model"}, answers=True
            ),
            ADD: Judged("add", "page", TYPE | {"parent_page_id": "parent"}, data=PUBLISH),
            f"{ADD}preview/": Judged("add", "page", TYPE | {"parent_page_id": "parent"}, data=FORM),
            "<int:parent_page_id>/add_subpage/": page("add", answers=True),
            "<int:page_id>/usage/": page("edit"),
            "<int:page_id>/edit/": (
                page("edit", data=FORM),
                page("edit", data=FORM, method="post", script=True, every_kind=True),
                page("edit", data=PUBLISH, method="post", every_kind=True),
                page("publish", data=FORM | {"action": "publish"}, method="post"),
                page("edit", data=FORM | {"localize-restart-translation": "1"}, method="post"),
            ),
            "<int:page_id>/edit/preview/": page("edit", data=FORM, every_kind=True),
            "<int:page_id>/view_draft/": page("edit", every_kind=True),
            "<int:page_id>/delete/": page("delete", writes=True, every_kind=True),
            "<int:page_id>/unpublish/": page(
                "publish", data={"include_descendants": "on"}, writes=True, every_kind=True
            ),
            "<int:page_id>/convert_alias/": page("edit", answers=True),
            "<int:page_to_move_id>/move/": page("move"),
            "<int:page_to_move_id>/move/<int:destination_id>/confirm/": (
                page("move", args={"destination_id": "mine_parent"}, answers=True),
                page("move", args={"page_to_move_id": "mine_page", "destination_id": "parent"}, answers=True),
            ),
            "<int:page_to_move_id>/set_position/": page("move", query="?position=0", answers=True),
            "<int:page_id>/copy/": (
                page("edit", method="get"),
                page(
                    "add",
                    data={"new_title": "C", "new_slug": "c", "new_parent_page": "{mine_parent}"},
                    method="post",
                    answers=True,
                ),
                page(
                    "add",
                    args={"page_id": "mine_page"},
                    data={"new_title": "C", "new_slug": "c", "new_parent_page": "{parent}"},
                    method="post",
                    answers=True,
                ),
            ),
            "workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/": tuple(
                waiting(
                    "approve", args={"action_name": f"={name}", "task_state_id": "task_state"}, method="post"
                )
                for name in ("approve", "reject")
            ),
            "workflow/collect_action_data/<int:page_id>/<slug:action_name>/<int:task_state_id>/": waiting(
                "approve",
                args={"action_name": "=approve", "task_state_id": "task_state"},
                data={"comment": "Hacked"},
            ),
            "workflow/confirm_cancellation/<int:page_id>/": Judged("inside", "waiting", PAGE),
            "workflow/preview/<int:page_id>/<int:task_id>/": waiting("approve", args={"task_id": "task"}),
            "<int:page_id>/privacy/": page("publish", data={"restriction_type": "login"}, writes=True),
            "<int:page_id>/lock/": page("lock", writes=True),
            "<int:page_id>/unlock/": page("lock", answers=True),
            "<int:page_id>/revisions/": page("edit"),
            "<int:page_id>/revisions/<int:revision_id>/view/": page("edit", args={"revision_id": "latest"}),
            "<int:page_id>/revisions/<int:revision_id>/revert/": page(
                "edit", args={"revision_id": "revision"}, data=FORM
            ),
            "<int:page_id>/revisions/<int:revision_id>/unschedule/": page(
                "publish", args={"revision_id": "latest"}, answers=True
            ),
            r"(?P<pk>\d+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\."
            r"(?P<revision_id_b>live|latest|\d+)/".replace("\\.", "."): (
                page("edit", args={"revision_id_a": "=earliest", "revision_id_b": "=latest"}),
                page("edit", args={"revision_id_a": "revision", "revision_id_b": "latest"}),
            ),
            "<int:page_id>/workflow_history/": page("edit"),
            "<int:page_id>/workflow_history/detail/<int:workflow_state_id>/": waiting(
                "edit", args={"workflow_state_id": "workflow_state"}
            ),
            "<int:page_id>/history/": page("edit"),
            "<int:page_id>/history/results/": page("edit"),
        },
    )
    | below(
        "",
        {
            "bulk/<str:app_label>/<str:model_name>/<str:action>/": (),
            "editing-sessions/ping/<str:app_label>/<str:model_name>/<str:object_id>/<int:session_id>/": page(
                "edit",
                args={
                    "app_label": "app",
                    "model_name": "model",
                    "object_id": "page",
                    "session_id": "session",
                },
                method="post",
            ),
            "editing-sessions/release/<int:session_id>/": page(
                "own", args={"session_id": "session"}, method="post", answers=True
            ),
        },
    )
    | below(
        "collections/",
        {
            "": SUPERUSER,
            "add/": SUPERUSER,
            "<int:pk>/": part("superuser", {"pk": "collection"}),
            "<int:pk>/delete/": part("superuser", {"pk": "collection"}),
            "<int:collection_id>/privacy/": part(
                "superuser", {"collection_id": "collection"}, data={"restriction_type": "login"}
            ),
        },
    )
    | below(
        "workflows/",
        {
            route: Judged(
                "inside" if route in TASK_CHOOSER else "superuser",
                args={
                    "pk": "task" if "task" in route else "workflow",
                    "page_pk": "page",
                    "workflow_pk": "workflow",
                    "task_id": "task",
                    "app_label": "=wagtailcore",
                    "model_name": "=groupapprovaltask",
                },
            )
            for route in (
                "list/",
                "list/results/",
                "add/",
                "enable/<int:pk>/",
                "disable/<int:pk>/",
                "edit/<int:pk>/",
                "usage/<int:pk>/",
                "usage/<int:pk>/results/",
                "remove/<int:page_pk>/",
                "remove/<int:page_pk>/<int:workflow_pk>/",
                "tasks/add/<str:app_label>/<str:model_name>/",
                "tasks/select_type/",
                "tasks/index/",
                "tasks/index/results/",
                "tasks/edit/<int:pk>/",
                "tasks/disable/<int:pk>/",
                "tasks/enable/<int:pk>/",
                "task_chooser/",
                "task_chooser/results/",
                "task_chooser/<int:task_id>/",
            )
        },
    )
    | below("workflows/", {"task_chooser/create/": Judged("superuser", answers=True)})
    | below(
        "reports/",
        {
            f"{name}/{results}": tuple(Judged(needs, query=query) for query in queries)
            for results, queries in [("", ("", "?export=csv", "?export=xlsx")), ("results/", ("",))]
            for name, needs in [
                ("locked", "lock"),
                ("workflow", "inside"),
                ("workflow_tasks", "inside"),
                ("site-history", "inside"),
                ("aging-pages", "inside"),
                ("page-types-usage", "inside"),
                ("searches", "search report"),
                ("broken-links", "search report"),
                ("content-by-partner", "search report"),
                ("events-without-country", "search report"),
                ("expired-labels", "search report"),
                ("images-without-alt", "upload image"),
                ("pages-without-translation", "search report"),
                ("stale-profiles", "search report"),
            ]
        },
    )
    | below(
        "translations/",
        {
            "": INSIDE,
            "first/": Judged("inside", answers=True),
            "help/": INSIDE,
            "jobs/": INSIDE,
            "jobs/<int:job_id>/": part("job", {"job_id": "job"}),
            "import/": INSIDE,
            "start/": translation("translate", data={"page": "{page}", "language": "fr"}, answers=True),
            "assign/": translation(
                "translate",
                query="?translation={translation}",
                data={"translation": "{translation}"},
                answers=True,
            ),
            "languages/": LEAD,
            "languages/start/": Judged("lead", data={"language": "de"}),
            "languages/check/": LEAD,
            "export/<str:language>/<slug:name>/": Judged(
                "inside", args={"language": "=fr", "name": "=xliff"}, answers=True
            ),
            "export/page/<int:translation_id>/<slug:name>/": translation("translate", {"name": "=xliff"}),
            "<int:translation_id>/": translation("translate"),
            "<int:translation_id>/publish/": translation("translate"),
            "<int:translation_id>/review/": translation("translate"),
        },
    )
    | below(
        "localize/",
        {
            "jsi18n/": INSIDE,
            "submit/page/<int:page_id>/": page(
                "submit", data={"locales": "{locale}", "include_subtree": "on"}
            ),
            "submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/": Judged(
                "nobody", args={"app_label": "=vocabularies", "model_name": "=term", "pk": "term"}
            ),
            "update/<int:translation_source_id>/": translation(
                "submit", {"translation_source_id": "source"}, data={"publish_translations": "on"}
            ),
            "translate/<int:translation_id>/strings/<int:string_segment_id>/edit/": translation(
                "translate",
                {"string_segment_id": "string"},
                data="value=Hacked",
                method="put",
            ),
            "translate/<int:translation_id>/overrides/<int:overridable_segment_id>/edit/": translation(
                "translate",
                {"overridable_segment_id": "overridable"},
                data="value=1",
                method="put",
            ),
            **{
                f"translate/<int:translation_id>/{way}": translation(
                    needs, {"mode": "=none"}, answers="mode" in way or way == "machine_translate/"
                )
                for way, needs in [
                    ("pofile/download/", "translate"),
                    ("pofile/upload/", "translate"),
                    ("machine_translate/", "translate"),
                    ("preview/", "translate"),
                    ("preview/<str:mode>/", "translate"),
                    ("disable/", "submit"),
                ]
            },
            "page/<int:page_id>/convert_to_alias/": translation("submit"),
            "reports/translations/": Judged("inside", answers=True),
            "reports/translations/results/": Judged("inside", answers=True),
            "api/snippets/<slug:app_label>/<slug:model_name>/": Judged(
                "nobody", args={"app_label": "=vocabularies", "model_name": "=term"}
            ),
            "api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/": Judged(
                "nobody", args={"app_label": "=vocabularies", "model_name": "=term", "pk": "term"}
            ),
        },
    )
    | below(
        "redirects/",
        {
            "": SUPERUSER,
            "results/": SUPERUSER,
            "add/": Judged("superuser", data={"old_path": "/x/", "redirect_link": "/y/"}),
            "<int:redirect_id>/": Judged("superuser", args={"redirect_id": "redirect"}),
            "<int:redirect_id>/delete/": Judged("superuser", args={"redirect_id": "redirect"}),
            "import/": SUPERUSER,
            "import/process/": Judged("superuser", answers=True),
        },
    )
    | below("embeds/", {"chooser/": INSIDE, "chooser/upload/": INSIDE})
    | below(
        "documents/",
        {
            "": Judged("upload"),
            "results/": Judged("upload"),
            "add/": Judged("upload", data={"title": "Hacked", "collection": "{collection}"}),
            "edit/<int:document_id>/": part("file", {"document_id": "document"}, data={"title": "Hacked"}),
            "delete/<int:document_id>/": part("file", {"document_id": "document"}, writes=True),
            "usage/<int:document_id>/": part("file", {"document_id": "document"}),
            "multiple/add/": Judged("upload"),
            "multiple/<int:doc_id>/": part("file", {"doc_id": "document"}, method="post"),
            "multiple/<int:doc_id>/delete/": part("file", {"doc_id": "document"}, method="post", writes=True),
            "multiple/create_from_uploaded_document/<int:uploaded_file_id>/": part(
                "own", {"uploaded_file_id": "uploaded_document"}, method="post"
            ),
            "multiple/delete_upload/<int:uploaded_file_id>/": part(
                "own", {"uploaded_file_id": "uploaded_document"}, method="post", writes=True
            ),
            "chooser/": INSIDE,
            "chooser/results/": Judged("inside", query="?q=Not"),
            "chooser/chosen/<str:pk>/": part("choose", {"pk": "document"}),
            "chooser/chosen-multiple/": part("choose", {}, query="?id={document}", answers=True),
            "chooser/create/": Judged("upload"),
        },
    )
    | below(
        "images/",
        {
            "": Judged("upload image"),
            "results/": Judged("upload image"),
            "add/": Judged("upload image"),
            "<int:image_id>/": part("file", {"image_id": "image"}, data={"title": "Hacked"}),
            "<int:image_id>/delete/": part("file", {"image_id": "image"}, writes=True),
            "<int:image_id>/generate_url/": part("nobody", {"image_id": "image"}),
            "<int:image_id>/generate_url/output/": part("nobody", {"image_id": "image"}),
            "<int:image_id>/preview/<str:filter_spec>/": part(
                "file", {"image_id": "image", "filter_spec": "=width-10"}
            ),
            "usage/<int:image_id>/": part("file", {"image_id": "image"}),
            "multiple/add/": Judged("upload image"),
            "multiple/<int:image_id>/": part("file", {"image_id": "image"}, method="post"),
            "multiple/<int:image_id>/delete/": part(
                "file", {"image_id": "image"}, method="post", writes=True
            ),
            "multiple/create_from_uploaded_image/<int:uploaded_file_id>/": part(
                "own", {"uploaded_file_id": "uploaded_image"}, method="post"
            ),
            "multiple/delete_upload/<int:uploaded_file_id>/": part(
                "own", {"uploaded_file_id": "uploaded_image"}, method="post", writes=True
            ),
            "chooser/": INSIDE,
            "chooser/results/": Judged("inside", query="?q=Not"),
            "chooser/chosen/<str:pk>/": part("choose", {"pk": "image"}),
            "chooser/chosen-multiple/": part("choose", {}, query="?id={image}", answers=True),
            "chooser/create/": Judged("upload image"),
            "chooser/<int:image_id>/select_format/": part("choose", {"image_id": "image"}),
        },
    )
    | below(
        "",
        {
            f"{name}/{way}": Judged("inside", answers=way == "choose_parent/")
            for name in ("cluster-profiles", "events", "news")
            for way in ("", "results/", "choose_parent/")
        },
    )
    | below(
        "clusters/import/",
        {
            "": Judged("upload"),
            "export/<str:kind>/": Judged("upload", args={"kind": "=csv"}),
            # Somebody else's import: only who may change every country sees it.
            **{
                f"<int:import_id>/{way}": Judged("lead", args={"import_id": "import"})
                for way in ("", "confirm/", "undo/")
            },
        },
    )
    | viewset("partners", "lead", "partner")
    | below("partners/", {"offboard/<int:pk>/": Judged("lead", "", {"pk": "partner"})})
    | viewset("synonyms", "lead", "synonyms")
    | viewset("glossary", "glossary", "", one=Judged("term", "translation", {"pk": "glossary"}))
    | viewset("vocabularies", "lead", "term", "inspect")
    | viewset("locales", "superuser", "locale", "copy")
    | viewset("sites", "superuser", "site", "copy")
    | viewset("users", "superuser", "user", "copy")
    | viewset("groups", "superuser", "group")
)

BULK: dict[str, Judged] = {
    "wagtailcore/page/delete/": page("delete", query="?id={page}", answers=True, every_kind=True),
    "wagtailcore/page/move/": Judged(
        "move", "page", query="?id={page}", data={"chooser": "{mine_parent}"}, answers=True, every_kind=True
    ),
    "wagtailcore/page/publish/": page("publish", query="?id={page}", answers=True, every_kind=True),
    "wagtailcore/page/unpublish/": Judged(
        "publish", "page", query="?id={page}", answers=True, every_kind=True
    ),
    **{
        f"{model}/{action}/": Judged(
            "file",
            "part",
            query=f"?id={{{name}}}",
            data={"tags": "x", "collection": "{mine_collection}"},
            answers=True,
            names=True,
        )
        for model, name in [("media/portaldocument", "document"), ("media/portalimage", "image")]
        for action in ("add_tags", "add_to_collection", "delete")
    },
    **{
        f"accounts/user/{action}/": Judged(
            "superuser",
            "part",
            query="?id={user}",
            data={"role": "{group}", "mark_as_active": "on"},
            answers=True,
        )
        for action in ("assign_role", "delete", "set_active_state")
    },
}
