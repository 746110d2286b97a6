"""wagtail-localize's machine translators, made fit for long pages and bad days.

Texts go out in batches, with a time limit; what may pass (a busy or restarting server) is tried again after
a while; whatever else happens is a ``MachineTranslationError`` that says so to the person who pressed the
button. Agreed terms go out protected. A text that comes back with tags or links of its own is left out.
"""

import html
import math
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import requests
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.machine_translators.deepl import DeepLTranslator
from wagtail_localize.machine_translators.libretranslate import LibreTranslator
from wagtail_localize.strings import StringValue, validate_translation_links

from translation.glossary import AgreedTerm, occurrences
from translation.models import agreed_terms
from translation.texts import TAG

# Attempts after the first one, and seconds before the first of them; each further wait is twice as long.
RETRIES = 2
BACK_OFF = 0.5
# Longest wait, in seconds, that a server may ask for.
LONGEST_WAIT = 10.0
# Least time, in seconds, that a request gets.
SHORTEST = 0.1
# Busy, or gone for a moment. 529 is DeepL's "too many requests" beside 429.
PASSING = {429, 500, 502, 503, 504, 529}


class MachineTranslationError(Exception):
    """The machine did not translate; the message is for the person who asked for it."""


class Batched:
    """What both services share. A subclass names its limits and how to read the answer."""

    display_name: str
    options: dict[str, Any]
    # Texts in one request.
    batch_size: int
    # Opening and closing tag around what the service must leave alone.
    protection: tuple[str, str]

    def translate(
        self,
        source_locale: Locale,
        target_locale: Locale,
        strings: Iterable[StringValue],
        patience: float = math.inf,
    ) -> dict[StringValue, StringValue]:
        """Translate segments, as wagtail-localize asks for it.

        Arguments:
            source_locale: language of the segments.
            target_locale: language wanted.
            strings: the segments.
            patience: seconds that all of it may take.

        Returns:
            The translations by segment; those that came back damaged are missing.

        Raises:
            MachineTranslationError.
        """
        result: dict[StringValue, StringValue] = {}
        terms = self.protected_terms(source_locale, target_locale)
        end = time.monotonic() + patience
        for batch in batches(list(strings), self.batch_size):
            protected = [StringValue(self.protect(string.data, terms)) for string in batch]
            texts = self._ask(source_locale, target_locale, protected, end)
            for string, text in zip(batch, texts, strict=True):
                translated = self._accept(string, text)
                if translated is not None:
                    result[string] = translated
        return result

    def protected_terms(self, source_locale: Locale, target_locale: Locale) -> list[AgreedTerm]:
        """The terms of the glossary that the service is not to translate by itself."""
        return agreed_terms(source_locale.pk, target_locale.pk)

    def protect(self, data: str, terms: Sequence[AgreedTerm]) -> str:
        """Put agreed translations, and what is not translated, into a segment, marked as to be left alone."""
        parts: list[str] = []
        end = 0
        for tag in TAG.finditer(data):
            parts += [self._protect_text(data[end : tag.start()], terms), tag[0]]
            end = tag.end()
        return "".join([*parts, self._protect_text(data[end:], terms)])

    def _protect_text(self, part: str, terms: Sequence[AgreedTerm]) -> str:
        text = html.unescape(part)
        found = occurrences(text, terms)
        if not found:
            return part
        opening, closing = self.protection
        pieces: list[str] = []
        end = 0
        for each in found:
            kept = (
                text[each.start : each.end] if each.term.do_not_translate else (each.term.targets or ("",))[0]
            )
            pieces += [escape(text[end : each.start]), opening, escape(kept), closing]
            end = each.end
        return "".join([*pieces, escape(text[end:])])

    def _accept(self, string: StringValue, text: str) -> StringValue | None:
        """The translation without marks; None when it is empty or has tags or links that no text may have."""
        opening, closing = self.protection
        text = re.sub(f"{re.escape(opening)}(.*?){re.escape(closing)}", r"\1", text, flags=re.DOTALL)
        try:
            translated = StringValue.from_translated_html(text)
            validate_translation_links(string.data, translated.data)
        except ValueError:
            return None
        return translated if translated.data.strip() else None

    def _ask(
        self, source_locale: Locale, target_locale: Locale, strings: list[StringValue], end: float
    ) -> list[str]:
        """One request, repeated while there is hope and time, which ends at ``end`` on the monotonic clock.
        Returns as many texts as there are strings.
        """
        wait = float(self.options.get("BACK_OFF", BACK_OFF))
        timeout = float(self.options.get("TIMEOUT", 10))
        started = time.monotonic()
        for attempt in range(RETRIES + 1):
            begun = time.monotonic()
            cause: Exception | None = None
            try:
                response = requests.post(
                    timeout=min(timeout, max(end - begun, SHORTEST)),
                    # A moved service is a mistake in the settings; the key is not sent after it.
                    allow_redirects=False,
                    **self.request(source_locale, target_locale, strings),
                )
            except requests.Timeout as error:
                failure, cause = self._failed(_("it did not answer in time")), error
            except requests.RequestException as error:
                failure, cause = self._failed(_("it cannot be reached")), error
            else:
                if response.status_code not in PASSING:
                    return self._texts(response, len(strings))
                failure = self._failed(_reason(response.status_code))
                wait = max(wait, _retry_after(response))
            wait = min(wait, LONGEST_WAIT)
            # Somebody waits: one answer that did not come is enough to give up after the next.
            enough = attempt == RETRIES or begun - started >= timeout
            if enough or time.monotonic() + wait >= end:
                raise failure from cause
            time.sleep(wait)
            wait *= 2
        raise AssertionError("The last attempt returns or raises.")

    def _texts(self, response: requests.Response, count: int) -> list[str]:
        if response.status_code != 200:
            raise self._failed(_reason(response.status_code))
        try:
            texts = self.read(response.json())
        except (ValueError, KeyError, TypeError) as error:
            raise self._failed(_("its answer cannot be understood")) from error
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise self._failed(_("its answer cannot be understood"))
        if len(texts) != count:
            raise self._failed(
                _("it returned %(got)d texts for %(sent)d") % {"got": len(texts), "sent": count}
            )
        return texts

    def _failed(self, reason: str) -> MachineTranslationError:
        return MachineTranslationError(
            _("%(service)s did not translate: %(reason)s.") % {"service": self.display_name, "reason": reason}
        )

    def request(
        self, source_locale: Locale, target_locale: Locale, strings: list[StringValue]
    ) -> dict[str, Any]:
        """Arguments for ``requests.post``: where to, and with what."""
        raise NotImplementedError

    def read(self, answer: Any) -> list[str]:
        """The texts in the answer. May raise KeyError, TypeError or ValueError."""
        raise NotImplementedError


class LibreTranslate(Batched, LibreTranslator):
    """A LibreTranslate server of one's own.

    Options: ``LIBRETRANSLATE_URL``, ``API_KEY``, ``TIMEOUT`` (seconds).
    """

    # Its own limit depends on how it was started; small batches also keep within the time limit.
    batch_size = 20
    protection = ('<span translate="no">', "</span>")

    def request(
        self, source_locale: Locale, target_locale: Locale, strings: list[StringValue]
    ) -> dict[str, Any]:
        """As in the service's documentation, with texts as HTML."""
        return {
            "url": f"{self.get_api_endpoint()}/translate",
            "json": {
                "q": [string.data for string in strings],
                "source": self.language_code(source_locale.language_code),
                "target": self.language_code(target_locale.language_code),
                "api_key": self.options.get("API_KEY", ""),
                "format": "html",
            },
        }

    def read(self, answer: Any) -> list[str]:
        """``{"translatedText": [...]}``."""
        return list(answer["translatedText"]) if isinstance(answer["translatedText"], list) else []


class DeepL(Batched, DeepLTranslator):
    """DeepL, with the account's key.

    Options: ``AUTH_KEY``, ``TIMEOUT`` (seconds), ``GLOSSARY_IDS`` ({("EN", "DE"): id}), ``FORMALITY``,
    ``API_URL`` (another host, for a proxy).
    """

    batch_size = 50
    protection = ("<keep>", "</keep>")

    def get_api_endpoint(self) -> str:
        """The free or the paid service, by the key, unless the settings name another host."""
        own = self.options.get("API_URL")
        return f"{own}/v2/translate" if own else super().get_api_endpoint()

    def protected_terms(self, source_locale: Locale, target_locale: Locale) -> list[AgreedTerm]:
        """With a glossary of its own DeepL inflects terms; then only what stays as it is is protected."""
        terms = super().protected_terms(source_locale, target_locale)
        if self._glossary(source_locale, target_locale):
            return [term for term in terms if term.do_not_translate]
        return terms

    def request(
        self, source_locale: Locale, target_locale: Locale, strings: list[StringValue]
    ) -> dict[str, Any]:
        """wagtail-localize's parameters, and the tag that is left alone."""
        data = self.get_parameters(source_locale, target_locale, strings) | {"ignore_tags": "keep"}
        return {"url": self.get_api_endpoint(), "data": data, "headers": self.get_headers()}

    def get_parameters(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[str, Any]:
        """wagtail-localize's; it warns of each pair of languages without a glossary, which is no mistake."""
        options = self.options
        if not self._glossary(source_locale, target_locale):
            self.options = options | {"GLOSSARY_IDS": {}}
        try:
            return dict(super().get_parameters(source_locale, target_locale, strings))
        finally:
            self.options = options

    def read(self, answer: Any) -> list[str]:
        """``{"translations": [{"text": …}, …]}``."""
        return [item["text"] for item in answer["translations"]]

    def _glossary(self, source_locale: Locale, target_locale: Locale) -> str:
        pair = tuple(locale.language_code.split("-")[0].upper() for locale in (source_locale, target_locale))
        return str((self.options.get("GLOSSARY_IDS") or {}).get(pair, ""))


def batches(items: list[Any], size: int) -> Iterator[list[Any]]:
    """The items in lists of at most ``size``."""
    return (items[at : at + size] for at in range(0, len(items), size))


def _retry_after(response: requests.Response) -> float:
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isdecimal() else 0.0


def _reason(status: int) -> str:
    if status in (401, 403):
        return _("it refuses the key")
    if status == 456:
        return _("the account’s quota is used up")
    if status in (429, 529):
        return _("it is too busy")
    if status == 413:
        return _("the text is too long for it")
    return _("it answered with the error %(status)d") % {"status": status}
