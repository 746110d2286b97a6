"""The values of a facet as HTML."""

from search.criteria import Criteria
from search.facets import FacetValue
from search.templatetags.facet_tags import facet_values


def value(**changes):
    given = {"facet": "country", "code": "DE", "label": "Germany", "count": 3, "selected": False}
    return FacetValue(**given | changes, criteria=Criteria(kind="cluster", language="en"))


def test_a_value_has_its_name_its_code_its_count_and_its_state():
    html = facet_values([value(), value(code="FR", label="France", count=0, selected=True)])
    assert '<input type="checkbox" name="country" value="DE" data-count="3">' in html
    assert '<input type="checkbox" name="country" value="FR" data-count="0" checked>' in html
    assert html.count("<li>") == 2
    assert html.count('class="none"') == 1
    assert "France" in html.split('class="none"')[1]


def test_codes_and_labels_stay_text():
    html = facet_values([value(facet="source", code='"><script>', label="<b>Bold</b> & 'co'")])
    assert "<script>" not in html
    assert "<b>" not in html
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp;" in html


def test_a_sector_has_its_sign_and_nothing_else_has():
    assert "sector-health" in facet_values([value(facet="sector", code="health")])
    assert "<svg" not in facet_values([value()])


def test_a_label_of_another_language_says_so():
    assert '<span class="facet__name" lang="fr">' in facet_values([value(language="fr")])
    assert "lang=" not in facet_values([value()])
