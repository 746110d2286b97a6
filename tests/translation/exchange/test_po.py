"""PO files of any text."""

from types import SimpleNamespace
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from translation.exchange import po
from translation.exchange.sheets import FileError
from translation.exchange.units import Unit, UnitState

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
TRANSLATION = SimpleNamespace(
    uuid=uuid4(),
    target_locale=SimpleNamespace(language_code="fr"),
    source=SimpleNamespace(locale=SimpleNamespace(language_code="en")),
)


@given(TEXT, TEXT, st.sampled_from(UnitState), TEXT, TEXT)
def test_any_text_comes_back_unchanged_whatever_was_there_before(
    source, target, state, old_source, old_target
):
    unit = Unit("body.x.text", "body.text", source, target, state, 1, 1, old_source, old_target)
    (sheet,) = po.parse("a.po", po.build(TRANSLATION, [unit]))
    (entry,) = sheet.entries
    assert (sheet.uuid, sheet.source_language, sheet.target_language) == (str(TRANSLATION.uuid), "en", "fr")
    assert (entry.key, entry.source, entry.target) == (unit.key, source, target)
    assert entry.confirmed is (False if state is UnitState.REVIEW else None)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_nonsense_is_read_or_refused(data):
    try:
        assert po.parse("a.po", data)
    except FileError:
        return
