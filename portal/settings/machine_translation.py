"""Which machine translates, if any; read from the environment. ``.env.example`` explains each variable."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environ import Env


def machine_translator(env: Env) -> dict[str, Any] | None:
    """The value of ``WAGTAILLOCALIZE_MACHINE_TRANSLATOR``; None (the default) for no machine translation.

    Raises:
        ImproperlyConfigured naming the variable that is missing or wrong.
    """
    name = env.str("MACHINE_TRANSLATION", default="").strip().lower()
    if not name:
        return None
    options: dict[str, Any] = {"TIMEOUT": env.int("MACHINE_TRANSLATION_TIMEOUT", default=10)}
    if name == "libretranslate":
        options["LIBRETRANSLATE_URL"] = _needed(env, "LIBRETRANSLATE_URL", name).rstrip("/")
        options["API_KEY"] = env.str("LIBRETRANSLATE_API_KEY", default="")
        return {"CLASS": "translation.machine.LibreTranslate", "OPTIONS": options}
    if name == "deepl":
        options["AUTH_KEY"] = _needed(env, "DEEPL_AUTH_KEY", name)
        options["API_URL"] = env.str("DEEPL_API_URL", default="").rstrip("/")
        options["GLOSSARY_IDS"] = _glossaries(env.list("DEEPL_GLOSSARY_IDS", default=[]))
        return {"CLASS": "translation.machine.DeepL", "OPTIONS": options}
    raise ImproperlyConfigured(f"MACHINE_TRANSLATION is “{name}”; expected “libretranslate” or “deepl”.")


def _needed(env: Env, variable: str, name: str) -> str:
    value = str(env.str(variable, default=""))
    if not value:
        raise ImproperlyConfigured(f"MACHINE_TRANSLATION={name} needs {variable}.")
    return value


def _glossaries(pairs: list[str]) -> dict[tuple[str, str], str]:
    """From "en-de:ID" to {("EN", "DE"): "ID"}."""
    found = {}
    for pair in pairs:
        languages, _colon, identity = pair.strip().partition(":")
        source, _dash, target = languages.partition("-")
        if not (source and target and identity):
            raise ImproperlyConfigured(f"DEEPL_GLOSSARY_IDS: “{pair}” should look like en-de:ID.")
        found[source.upper(), target.upper()] = identity
    return found
