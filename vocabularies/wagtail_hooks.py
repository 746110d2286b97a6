from wagtail import hooks

from vocabularies.viewsets import TermViewSet, term_viewset


@hooks.register("register_admin_viewset")
def register_terms() -> TermViewSet:
    return term_viewset
