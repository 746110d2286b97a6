"""XLIFF 1.2: one ``file`` a translation, one ``trans-unit`` a text.

``original`` of the file is the translation's uuid, ``id`` of a unit its key: place and hash of the source.
What a changed text said before, and how that was translated, is an ``alt-trans``: nobody reads it but people.
http://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html
"""

from xml.etree.ElementTree import Element, ParseError, SubElement, register_namespace, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from translation.exchange.inline import NAMESPACE, NOT_XML, MarkupError, local, qualified, read, write
from translation.exchange.sheets import Entry, FileError, Sheet
from translation.exchange.units import Unit, UnitState

VERSION = "1.2"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TOOL = "XLIFF"
DONE = {"translated", "final", "signed-off"}
register_namespace("", NAMESPACE)


def build(translation: Translation, units: list[Unit]) -> bytes:
    """The XLIFF file of a translation, UTF-8."""
    root = Element(qualified("xliff"), version=VERSION)
    sheet = _add(
        root,
        "file",
        {
            "original": str(translation.uuid),
            "source-language": translation.source.locale.language_code,
            "target-language": translation.target_locale.language_code,
            "datatype": "html",
        },
    )
    _note(_add(sheet, "header"), translation.source.object_repr)
    body = _add(sheet, "body")
    for unit in units:
        element = _add(body, "trans-unit", {"id": unit.key, SPACE: "preserve"})
        if unit.state is UnitState.DONE:
            element.set("approved", "yes")
        write(_add(element, "source"), unit.source)
        write(_add(element, "target", {"state": unit.state.value}), unit.target)
        _note(element, unit.place)
        if unit.old_target:
            before = _add(element, "alt-trans", {"alttranstype": "previous-version"})
            write(_add(before, "source"), unit.old_source)
            write(_add(before, "target"), unit.old_target)
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True))


def parse(name: str, data: bytes) -> list[Sheet]:
    """Every ``file`` of an XLIFF document.

    Raises:
        FileError for what is no XML, no XLIFF 1.2, or carries declarations that could do harm.
    """
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        message = _("The file declares a document type or entities. An XLIFF file needs neither.")
        raise FileError(message) from error
    except ParseError as error:
        line, column = error.position
        message = _("This is no well-formed XML (line %(line)d, column %(column)d).")
        raise FileError(message % {"line": line, "column": column + 1}) from error
    except (ValueError, LookupError) as error:
        message = _("The characters of the file do not fit its declared encoding. UTF-8 is expected.")
        raise FileError(message) from error
    if local(root) != "xliff" or root.get("version") != VERSION:
        found = " ".join([local(root), root.get("version", "")]).strip()
        message = _("This is “%(found)s”, but an XLIFF file of version 1.2 is expected.")
        raise FileError(message % {"found": found[:80]})
    sheets = [_sheet(name, element) for element in root if local(element) == "file"]
    if not sheets:
        raise FileError(_("There is no “file” element in it."))
    return sheets


def _add(parent: Element, name: str, attributes: dict[str, str] | None = None) -> Element:
    """A new element on a line of its own; what is in it is left alone."""
    element = SubElement(parent, qualified(name), attributes or {})
    element.tail = "\n"
    if len(parent) == 1:
        parent.text = "\n"
    return element


def _note(parent: Element, text: str) -> None:
    _add(parent, "note").text = NOT_XML.sub("\ufffd", text)


def _sheet(name: str, element: Element) -> Sheet:
    entries = [_entry(unit) for unit in element.iter() if local(unit) == "trans-unit"]
    return Sheet(
        name,
        element.get("original", ""),
        element.get("source-language", ""),
        element.get("target-language", ""),
        TOOL,
        entries,
    )


def _entry(unit: Element) -> Entry:
    key = unit.get("id", "")
    if not key:
        raise FileError(_("There is a “trans-unit” without an id."))
    children = {local(child): child for child in unit}
    if "source" not in children:
        raise FileError(_("The unit has no “source”."), key)
    target = children.get("target")
    try:
        source = read(children["source"])
        text = "" if target is None else read(target)
    except MarkupError as error:
        raise FileError(str(error), key) from error
    note = next((child.text or "" for child in unit if local(child) == "note"), "")
    state = None if target is None else target.get("state")
    confirmed = None if state is None else state in DONE
    if unit.get("approved") == "no":
        confirmed = False
    return Entry(key, note.strip() or key, source, text, confirmed)
