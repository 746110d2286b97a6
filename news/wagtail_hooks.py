from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from news.viewsets import news_viewsets


@hooks.register("register_admin_viewset")
def register_news() -> list[ViewSet]:
    return news_viewsets
