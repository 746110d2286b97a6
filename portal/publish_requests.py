"""What a request to Wagtail's editor asks for."""

from django.http import HttpRequest


def asks_to_publish(request: HttpRequest) -> bool:
    """Whether a form is sent by its button “Publish”: Wagtail's editor's, or wagtail-localize's."""
    return request.method == "POST" and (
        "action-publish" in request.POST or request.POST.get("action") == "publish"
    )
