import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from clusters.models import ClusterPage
from vocabularies.fields import LARGEST_COUNT, CodeCountsField, CodeListField
from vocabularies.models import Term


@pytest.fixture
def kinds(db):
    Term.objects.filter(vocabulary="member_kind").delete()
    for order, code in enumerate(["sme", "university", "old"]):
        Term.objects.create(
            vocabulary="member_kind", code=code, sort_order=order, labels={"en": code.upper()}
        )
    Term.objects.filter(code="old").update(valid_to="2020-01-01")


def test_codes_are_stored_in_the_vocabularys_order(kinds):
    assert CodeListField(vocabulary="member_kind").formfield().clean(["university", "sme"]) == [
        "sme",
        "university",
    ]


def test_an_unknown_code_is_named(kinds):
    with pytest.raises(ValidationError, match=r"member_kind.*nonsense"):
        CodeListField(vocabulary="member_kind").clean(["nonsense"], None)


@pytest.mark.parametrize("value", ["sme", {"sme": 1}, 5])
def test_anything_but_a_list_is_refused(kinds, value):
    with pytest.raises(ValidationError):
        CodeListField(vocabulary="member_kind").clean(value, None)


def test_a_retired_code_is_kept_where_it_is_selected_and_not_offered_elsewhere(kinds):
    field = CodeListField(vocabulary="member_kind").formfield()
    assert "old" not in str(field.widget.render("x", field.prepare_value([])))
    assert "OLD (retired)" in str(field.widget.render("x", field.prepare_value(["old"])))
    assert field.clean(["old", "sme"]) == ["sme", "old"]


def test_a_field_for_one_code_is_a_select_with_an_empty_choice(kinds):
    field = CodeListField(vocabulary="member_kind", limit=1).formfield(required=False)
    assert field.clean("sme") == ["sme"]
    assert field.clean("") == []
    with pytest.raises(ValidationError, match="at most 1"):
        CodeListField(vocabulary="member_kind", limit=1).clean(["sme", "university"], None)


def test_counts_by_code_read_numbers_and_leave_out_what_is_empty(kinds):
    field = CodeCountsField(vocabulary="member_kind").formfield(required=False)
    entered = field.widget.value_from_datadict({"m-sme": "40", "m-university": ""}, {}, "m")
    assert field.clean(entered) == {"sme": 40}
    with pytest.raises(ValidationError, match="forty"):
        field.clean({"sme": "forty"})
    with pytest.raises(ValidationError, match="is not a whole number"):
        field.clean({"sme": "9" * 5000})


def test_a_count_has_a_limit(kinds):
    field = CodeCountsField(vocabulary="member_kind")
    assert field.clean({"sme": LARGEST_COUNT}, None) == {"sme": LARGEST_COUNT}
    with pytest.raises(ValidationError, match=str(LARGEST_COUNT)):
        field.clean({"sme": LARGEST_COUNT + 1, "university": 1}, None)
    with pytest.raises(ValidationError, match=str(LARGEST_COUNT)):
        ClusterPage._meta.get_field("members").clean(LARGEST_COUNT + 1, None)


@pytest.mark.parametrize("value", [{"sme": -1}, {"sme": "3"}, {"sme": True}, ["sme"], {"nonsense": 1}])
def test_bad_counts_are_refused(kinds, value):
    with pytest.raises(ValidationError):
        CodeCountsField(vocabulary="member_kind").clean(value, None)


@given(st.one_of(st.none(), st.integers(), st.text(max_size=5), st.lists(st.integers(), max_size=3)))
def test_no_value_breaks_the_has_changed_check(value):
    field = CodeListField(vocabulary="member_kind").formfield()
    assert field.has_changed(None, None) is False
    field.has_changed([], value if isinstance(value, list) else None)
