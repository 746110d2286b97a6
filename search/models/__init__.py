from search.models.documents import LONGEST_CODE, WHOLE_NAME, FacetEntry, SearchDocument, SortKey
from search.models.searched import SearchedText
from search.models.synonyms import Synonyms

__all__ = [
    "LONGEST_CODE",
    "WHOLE_NAME",
    "FacetEntry",
    "SearchDocument",
    "SearchedText",
    "SortKey",
    "Synonyms",
]
