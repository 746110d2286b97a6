"""Uploaded images for the public."""

from errno import ENAMETOOLONG

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

# Documents are not among them: Wagtail serves those, after it has asked who may read them.
PUBLIC_FOLDERS = ("images/", "original_images/")


@require_safe
def serve_image(request: HttpRequest, path: str) -> HttpResponseBase:
    """An image or one of its sizes, where no server in front and no other storage does it.

    Raises Http404 for everything that is no image.
    """
    if not path.startswith(PUBLIC_FOLDERS) or ".." in path or not path.isprintable():
        raise Http404
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT)
    except OSError as error:
        if error.errno != ENAMETOOLONG:
            raise
        raise Http404 from error
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
