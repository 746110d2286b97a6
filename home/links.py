"""Links that lead nowhere, found without asking any other site.

A link to a page of the portal is followed in the page tree. Of an address elsewhere only the form is checked.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.db.models import TextField, URLField
from django.db.models.functions import Cast
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from portal.own_part import own_pages

TAG = re.compile(r"<a\s[^>]*>")
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
# What a block keeps an address or a page under.
BLOCK_URL = re.compile(r'"url": "((?:[^"\\]|\\.)+)"')
BLOCK_PAGE = re.compile(r'"page": (\d+)')
web_address = URLValidator(schemes=["http", "https"])
mail_address = EmailValidator()


@dataclass(frozen=True)
class BrokenLink:
    """A link that leads nowhere.

    Arguments:
        page: where it stands.
        target: what it points to, as written.
        reason: what is wrong with it.
    """

    page: Page
    target: str
    reason: str

    @property
    def title(self) -> str:
        """Title of the page."""
        return self.page.title

    @property
    def locale(self) -> str:
        """Language of the page."""
        return str(self.page.locale)

    @property
    def pk(self) -> int:
        """Id of the page."""
        return self.page.pk


def broken_links(user: Any) -> list[BrokenLink]:
    """The broken links of a person's part, in the order of the tree. Two queries, and one a page type."""
    tree = _Tree()
    found = [
        BrokenLink(page, target, reason)
        for model in apps.get_models()
        if issubclass(model, Page) and model is not Page
        for page, texts, addresses in _texts(user, model)
        for target, reason in tree.broken(texts, addresses)
    ]
    return sorted(found, key=lambda link: link.page.path)


def _texts(user: Any, model: type[Page]) -> Iterator[tuple[Page, list[str], list[str]]]:
    """Each page with its texts that may hold links, and with its fields that hold an address."""
    fields = model._meta.get_fields()
    texts = [field.name for field in fields if isinstance(field, RichTextField | StreamField)]
    addresses = [field.name for field in fields if isinstance(field, URLField) and field.model is model]
    if not texts and not addresses:
        return
    as_text = {f"{name}_text": Cast(name, TextField()) for name in texts}
    pages = own_pages(user, model).only("title", "path", "locale", *addresses).annotate(**as_text)
    for page in pages.iterator(chunk_size=500):
        yield (
            page,
            [getattr(page, name) or "" for name in as_text],
            [value for name in addresses if (value := getattr(page, name))],
        )


class _Tree:
    """What links may lead to."""

    def __init__(self) -> None:
        pages = Page.objects.filter(depth__gt=1).values_list("pk", "live", "url_path")
        self.live = {pk: live for pk, live, _path in pages}
        self.paths = {path.lstrip("/").partition("/")[2] for _pk, live, path in pages if live}
        self.host = urlsplit(settings.SITE_URL).netloc
        self.languages = dict(settings.LANGUAGES)

    def broken(self, texts: list[str], addresses: list[str]) -> Iterator[tuple[str, str]]:
        """(target, reason) of each link that leads nowhere."""
        for text in texts:
            # In a body the markup stands inside JSON.
            for tag in TAG.findall(text.replace('\\"', '"')):
                attributes = dict(ATTRIBUTE.findall(tag))
                if attributes.get("linktype") == "page":
                    yield from self._page(attributes.get("id", ""))
                elif "href" in attributes:
                    yield from self._address(html.unescape(attributes["href"]))
            for address in BLOCK_URL.findall(text):
                yield from self._address(address)
            for pk in BLOCK_PAGE.findall(text):
                yield from self._page(pk)
        for address in addresses:
            yield from self._address(address)

    def _page(self, pk: str) -> Iterator[tuple[str, str]]:
        live = self.live.get(int(pk)) if pk.isdecimal() else None
        if live is None:
            yield _("page %(id)s") % {"id": pk}, _("The page does not exist any more.")
        elif not live:
            yield _("page %(id)s") % {"id": pk}, _("The page is not public.")

    def _address(self, address: str) -> Iterator[tuple[str, str]]:
        if address.startswith("#"):
            return
        scheme, _colon, rest = address.partition(":")
        if scheme == "mailto":
            yield from self._form(address, rest.partition("?")[0], mail_address)
            return
        if scheme == "tel":
            return
        try:
            parts = urlsplit(address)
        except ValueError:
            yield address, _("This is no web address.")
            return
        if parts.netloc == self.host or (not parts.netloc and address.startswith("/")):
            if not self._exists(unquote(parts.path)):
                yield address, _("The portal has no page at this address.")
            return
        yield from self._form(address, address, web_address)

    def _form(self, address: str, checked: str, validator: Any) -> Iterator[tuple[str, str]]:
        try:
            validator(checked)
        except ValidationError:
            yield (
                address,
                _("This is no web address.") if validator is web_address else _("This is no e-mail address."),
            )

    def _exists(self, path: str) -> bool:
        language, _slash, rest = path.strip("/").partition("/")
        if language in self.languages:
            rest = f"{rest}/" if rest else ""
            if rest in self.paths:
                return True
        try:
            return resolve(path).url_name != "wagtail_serve"
        except Resolver404:
            return False
