"""Every address of the admin, asked for by everybody, about one's own things and about other people's."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import Page, WorkflowPage

from tests.isolation.judged import BULK, JUDGED, Judged
from tests.isolation.routes import address, admin_routes, bulk_actions
from tests.isolation.world import Role, Thing, World, build_world
from tests.isolation.writes import digests, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

tried: dict[str, int] = {}


class Undo(Exception):
    """Rolls back."""


@pytest.fixture(scope="module")
def world(kept) -> World:
    """The portal that everybody asks."""
    return build_world()


def requests() -> Iterator[tuple[str, Judged]]:
    """Every judged request: its route and what was judged."""
    for route, several in JUDGED.items():
        for judged in several:
            yield route, judged
    for action, judged in BULK.items():
        yield f"bulk/{action}", judged


def things_for(judged: Judged, role: Role, things: list[Thing]) -> list[Thing]:
    """What the request is made about: one thing of each part that the role tells apart, for pages two."""
    kind = "news" if judged.about == "waiting" else "cluster"
    language = "fr" if judged.about == "translation" else ""
    first = [thing for thing in things if thing.kind == kind and thing.part.endswith(language)][:1]
    if role.parts and not role.on and judged.about != "translation":
        # Another language's translators: what they may not do differs in translations only.
        return []
    if not judged.about or not role.parts:
        return first
    is_editor = role.on.get("spi.en") and not role.may("lead", "")
    # Below a page that names a partner all are alike, so the page itself is tried where it is not one's own.
    too = "country" if judged.about == "page" and is_editor else kind
    some = [
        thing
        for thing in things
        if thing.part in role.parts
        and thing.part.endswith(language)
        and (thing.kind == kind or (thing.kind == too and not role.may(judged.needs, thing.part)))
    ]
    if judged.every_kind and is_editor:
        some += [thing for thing in things if thing.part == "inno.en" and thing not in some]
    return some


def values_of(thing: Thing) -> dict:
    return thing.names | {f"mine_{name}": value for name, value in thing.mine.items()}


def send(client: Client, method: str, route: str, judged: Judged, thing: Thing):
    values = values_of(thing)
    args = {
        name: value[1:] if value.startswith("=") else values[value] for name, value in judged.args.items()
    }
    data = judged.data
    if isinstance(data, dict):
        data = {name: str(value).format_map(values) for name, value in data.items()}
    path = address(route, args) + judged.query.format_map(values)
    if method in ("put", "delete"):
        return getattr(client, method)(path, data, content_type="application/x-www-form-urlencoded")
    if method == "get":
        return client.get(path)
    return client.post(path, data, headers={"accept": "application/json"} if judged.script else {})


def methods(judged: Judged) -> tuple[str, ...]:
    return {"": ("get", "post"), "put": ("put", "delete")}.get(judged.method, (judged.method,))


def text_of(response) -> str:
    return b"".join(response.streaming_content if response.streaming else [response.content]).decode(
        "utf-8", "replace"
    )


def shows_too_much(role: Role, judged: Judged, thing: Thing, response) -> bool:
    text = text_of(response)
    return any(secret in text for secret in role.must_not_see(thing, titles=not judged.names))


def complaint_about_refusal(role, judged, thing, response, written) -> str:
    """What is wrong with the answer to somebody who may not; "" when nothing is."""
    if written:
        return f"wrote to {sorted(set(written))}"
    if shows_too_much(role, judged, thing, response):
        return "shows what is not public"
    if not judged.answers and response.status_code >= 500:
        return "failed"
    if not judged.answers and response.status_code < 300:
        return "answered"
    return ""


def refused(response) -> bool:
    """Whether somebody was turned away: Wagtail leads to its first page, Django into a language's tree."""
    away = response.headers.get("Location", "")
    return (
        response.status_code in (403, 404) or away == "/admin/" or away.startswith(("/en/", "/admin/login"))
    )


ROLES = [
    "anonymous",
    "visitor",
    "former editor",
    "editor",
    "translator",
    "German translator",
    "reviewer",
    "lead editor",
    "administrator",
]


def complaint(role, judged, thing, method, response, written) -> str:
    """What is wrong with an answer; "" when nothing is."""
    if not role.may(judged.needs, thing.part):
        return complaint_about_refusal(role, judged, thing, response, written)
    if not judged.answers and response.status_code >= 500:
        return "failed"
    if shows_too_much(role, judged, thing, response):
        return "shows what is not public"
    if method == "get" and not judged.answers and refused(response):
        return "refused to whom it is for"
    if method == "post" and judged.writes and not written:
        return "did nothing"
    return ""


def ask(client: Client, role: Role, method: str, route: str, judged: Judged, thing: Thing):
    """The answer and the tables that were written to; what somebody may do is undone."""
    response = None
    with recorded() as written:
        try:
            with transaction.atomic():
                response = send(client, method, route, judged, thing)
                if role.may(judged.needs, thing.part):
                    raise Undo
        except Undo:
            pass
    return response, written


@pytest.mark.parametrize("name", ROLES)
def test_nobody_reaches_what_is_not_theirs(name, world):
    role = world.roles[name]
    client = Client(raise_request_exception=False)
    if role.user:
        client.force_login(role.user)
    session = client.cookies.output(attrs=[], header="")
    before = digests()
    problems, count = [], 0
    for route, judged in requests():
        if role.only and judged.needs != role.only:
            continue
        for thing in things_for(judged, role, world.things):
            for method in methods(judged):
                count += 1
                response, written = ask(client, role, method, route, judged, thing)
                # What was undone may have been a new session.
                client.cookies.clear()
                client.cookies.load(session)
                problem = complaint(role, judged, thing, method, response, written)
                if problem:
                    problems.append(
                        f"{method.upper()} {route}{judged.query}, {thing.part} {thing.kind}: {problem} "
                        f"({response.status_code} {response.headers.get('Location', '')})"
                    )
    tried[name] = count
    changed = {table for table, digest in digests().items() if before[table] != digest}
    assert problems == [], f"{name}: {len(problems)}\n" + "\n".join(problems)
    assert changed == set()


EDIT, PUBLISH = "pages/<int:page_id>/edit/", 2
# What somebody else is at: whose page it is, its kind, and what is tried: a route and which of its requests.
OTHERS_AT_IT = {
    "locked": (
        ("spi.en", "event"),
        [
            ("bulk/wagtailcore/page/publish/", 0),
            ("bulk/wagtailcore/page/unpublish/", 0),
            ("bulk/wagtailcore/page/delete/", 0),
            ("pages/<int:page_id>/delete/", 0),
            ("pages/<int:page_id>/unpublish/", 0),
            ("pages/<int:page_id>/privacy/", 0),
        ],
    ),
    "original in review": (
        ("spi.en", "news"),
        [(EDIT, PUBLISH), ("bulk/wagtailcore/page/publish/", 0)],
    ),
    "translation in review": (
        ("spi.fr", "news"),
        [
            (EDIT, PUBLISH),
            ("bulk/wagtailcore/page/publish/", 0),
            ("localize/translate/<int:translation_id>/strings/<int:string_segment_id>/edit/", 0),
        ],
    ),
}


@pytest.mark.parametrize("state", OTHERS_AT_IT)
@pytest.mark.parametrize("also", [False, True], ids=["editor", "editor who translates"])
def test_nobody_writes_to_what_somebody_else_is_at(world, state, also):
    (part, kind), tries = OTHERS_AT_IT[state]
    thing = next(each for each in world.things if (each.part, each.kind) == (part, kind))
    user = world.roles["editor"].user
    if also:
        user.groups.add(*world.roles["translator"].user.groups.all())
    page = Page.objects.get(pk=thing.names["page"])
    if state == "locked":
        Page.objects.filter(pk=page.pk).update(locked=True, locked_by=world.roles["lead editor"].user)
    held = [written_by(user, thing, *each) for each in tries]
    if state == "locked":
        Page.objects.filter(pk=page.pk).update(locked=False, locked_by=None)
    else:
        page.current_workflow_state.cancel(user=user)
        # Without it there is no need of approval.
        WorkflowPage.objects.filter(page=page).delete()
    free = [written_by(user, thing, *each) for each in tries]
    assert [each for each, written in zip(tries, held, strict=True) if written] == []
    # The requests are well made.
    assert [each for each, written in zip(tries, free, strict=True) if not written] == []


def written_by(user, thing, route: str, number: int) -> set[str]:
    """The tables that a request writes to, which is undone; that the page is open does not count."""
    judged = BULK[route[5:]] if route.startswith("bulk/") else JUDGED[route][number]
    client = Client(raise_request_exception=False)
    client.force_login(user)
    with recorded() as written, suppress(Undo), transaction.atomic():
        send(client, judged.method or "post", route, judged, thing)
        raise Undo
    return set(written) - {"wagtailadmin_editingsession"}


def test_every_address_of_the_admin_is_judged():
    assert admin_routes() == set(JUDGED), admin_routes() ^ set(JUDGED)


def test_every_bulk_action_is_judged():
    assert bulk_actions() == set(BULK)


def test_at_least_two_thousand_combinations_were_tried(capsys):
    with capsys.disabled():
        print("\nIsolation: " + ", ".join(f"{name} {count}" for name, count in tried.items()), end=" ")
        print(f"= {sum(tried.values())} combinations.")
    assert sum(tried.values()) >= 2000
