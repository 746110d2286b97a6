"""Names that begin with what somebody types, in the portal's own database."""

from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Value, When

from search.backends.base import Found, Named, NameQuestion
from search.models import WHOLE_NAME, FacetEntry, SearchDocument, SortKey
from search.word_table import having_title_words

# A name that is exactly so, and one that begins so, before one in which a later word begins so.
_WHOLE, _BEGINNING = 2, 1


def stored_names(question: NameQuestion) -> Named:
    """See ``Backend.named``. One query, and a second one when there are codes to count."""
    return Named(found=_named(question), counts=_counted(question))


def _named(question: NameQuestion) -> list[Found]:
    names = FacetEntry.objects.filter(document=OuterRef("pk"), facet=WHOLE_NAME)
    sort_key = SortKey.objects.filter(document=OuterRef("pk"), name=f"name_{question.language}")
    rows = (
        SearchDocument.objects.filter(kind=question.kind, public=True)
        .filter(pk__in=having_title_words(question.words))
        .annotate(
            likeness=Case(
                When(Exists(names.filter(code=question.whole)), then=Value(_WHOLE)),
                When(Exists(names.filter(code__startswith=question.whole)), then=Value(_BEGINNING)),
                default=Value(0),
            ),
            name=Subquery(sort_key.values("text")[:1]),
        )
        .order_by("-likeness", "name", "key")
    )
    return [Found(row.key, row.content) for row in rows[: question.number]]


def _counted(question: NameQuestion) -> dict[str, dict[str, int]]:
    wanted = Q()
    for facet, codes in question.codes.items():
        if codes:
            wanted |= Q(facet=facet, code__in=codes)
    counts: dict[str, dict[str, int]] = {facet: {} for facet in question.codes}
    if wanted:
        entries = FacetEntry.objects.filter(wanted, kind=question.kind).values_list("facet", "code")
        for facet, code, number in entries.annotate(number=Count("pk")).order_by():
            counts[facet][code] = number
    return counts
