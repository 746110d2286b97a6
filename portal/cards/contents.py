"""What the picture of a page says that networks show where the page is shared. No database."""

import hashlib
import json
from dataclasses import asdict, dataclass

# Grows when the same words are drawn in another way: pictures that were kept are not taken for the new.
DRAWING = 1
WIDTH, HEIGHT = 1200, 630


@dataclass(frozen=True)
class Card:
    """What a card says, in the language of its page.

    Arguments:
        title: of the page.
        site: name of the portal.
        kind: what the page is about ("Cluster"); "" for a page of text.
        line: place, date or both; "" for none.
        sectors: (code, label), the first ones are drawn.
    """

    title: str
    site: str = ""
    kind: str = ""
    line: str = ""
    sectors: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        """Sixteen characters that change with anything that is drawn."""
        said = json.dumps([DRAWING, asdict(self)], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]
