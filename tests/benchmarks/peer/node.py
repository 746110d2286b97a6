"""What the peer's requests to Elasticsearch have in common with ours."""

from typing import Any

from elastic_transport import Urllib3HttpNode


class CachingNode(Urllib3HttpNode):
    """Asks for hits to be kept in the request cache too, as the portal does: by itself only counts are."""

    def perform_request(self, method: str, target: str, *args: Any, **options: Any) -> Any:
        """See ``BaseNode.perform_request``."""
        path, _, query = target.partition("?")
        if path.endswith("/_search"):
            target = f"{path}?{query}&request_cache=true" if query else f"{path}?request_cache=true"
        return super().perform_request(method, target, *args, **options)
