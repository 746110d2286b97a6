"""What Wagtail does when a workflow is approved, see ``WAGTAIL_FINISH_WORKFLOW_ACTION``.

Wagtail imports this module while it loads its own models, so it imports none.
"""

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish what was approved: a translation from its segments, anything else as Wagtail does."""
    from translation.review import publish_approved as publish

    publish(workflow_state, user)
