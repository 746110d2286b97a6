"""Whether two profiles are of one organisation: by names, web domain and place. No queries here.

Names are compared without accents, legal forms and the words that half of all clusters have in their name,
in any order of words. How alike two of them are is the normalised Indel similarity in per cent (rapidfuzz's
``fuzz.ratio``). How alike they must be depends on what else speaks for it: the thresholds were chosen so that
no two of the demo's real organisations are taken for one.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import combinations
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from search.folding import fold, folded_words

ALIKE, ALIKE_THOUGH_APART = 78, 88
"""Least likeness of two names in one country, in per cent: the second where the towns are known to differ."""
_CONTAINED = 80
"""Likeness of two names when one has the words of the other and further ones."""
_NEAR = 0.05
"""Degrees of latitude or longitude: less than 6 km."""
_MOST_NAMES = 65_536

# Without dots and accents.
_LEGAL_FORMS = """
ab ad adr ae aisbl amba aps as asbl asa ac association asociacion associacao associazione bt bv cooperative
doo dooel ead eeig eood ev fondation fondazione forening foundation fundacao fundacion fundacja fundatia
geie ggmbh gie gmbh kft kht ks ltd mtu nv oo ood oy plc ry sa sarl sas scarl scpa sia sl sociedade societa
sp spa srl sro stichting stiftung stowarzyszenie udruga udruzenje vereniging verein vsi vzw yhdistys zavod
zrt zs
"""
# Half of all clusters have one in their name.
_GENERIC = """
agrupacion center centre centro cluster clusters clusterul competitividad competitividade competitivite
initiative klaster klasteri klastr kluster klynge kompetenznetz kompetenznetzwerk konsortium netvaerk
network netzwerk platform plattform pol pole poles polo reseau rete
"""
_SMALL = """
a and at d da das de dei del della der des di die do e el et for fur i im in la las le les los of og och
para per por pour the und van von y z za
"""
_TELL_NOTHING = frozenset(f"{_LEGAL_FORMS}{_GENERIC}{_SMALL}".split())
# Everybody has a page there.
_SHARED = (".facebook.com", ".instagram.com", ".linkedin.com", ".twitter.com", ".x.com", ".youtube.com")


class Reason(StrEnum):
    """What two profiles have in common."""

    NAME = "name"
    NATIVE_NAME = "native_name"
    DOMAIN = "domain"
    PLACE = "place"


@lru_cache(_MOST_NAMES)
def telling_words(name: str) -> tuple[str, ...]:
    """The words by which a name is told from others, folded and sorted; all words where none tells anything.

    Kept, because every comparison asks for the same names again.
    """
    words = folded_words(name.replace(".", ""))
    return tuple(sorted({word for word in words if word not in _TELL_NOTHING} or set(words)))


@lru_cache(_MOST_NAMES)
def domain_of(website: str) -> str:
    """The domain of an address without ``www.``; empty where it is nobody's own, or no address yet."""
    try:
        host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    except ValueError:
        return ""
    host = host.removeprefix("www.")
    return "" if f".{host}".endswith(_SHARED) else host


def alike(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """How alike two names are, in per cent; 0 for less than ``ALIKE``.

    Arguments:
        left: telling words.
        right: telling words.
    """
    if left == right:
        return 100
    shorter, longer = sorted((left, right), key=len)
    if len(shorter) > 1 and set(shorter) < set(longer):
        return _CONTAINED
    return fuzz.ratio(" ".join(left), " ".join(right), score_cutoff=ALIKE)


@dataclass(frozen=True)
class Identity:
    """What tells one organisation from another.

    Arguments:
        name: of the profile.
        native_name: in the language of its country.
        other_names: by which it is known as well.
        website: address or domain.
        city: where it is.
        country: ISO code.
        position: latitude and longitude in degrees.
    """

    name: str
    native_name: str = ""
    other_names: tuple[str, ...] = ()
    website: str = ""
    city: str = ""
    country: str = ""
    position: tuple[float, float] | None = None

    @cached_property
    def names(self) -> dict[tuple[str, ...], Reason]:
        """The telling words of every name; its own name first."""
        named = [(self.native_name, Reason.NATIVE_NAME), *((name, Reason.NAME) for name in self.other_names)]
        return {telling_words(name): reason for name, reason in named if name} | (
            {telling_words(self.name): Reason.NAME} if self.name else {}
        )

    @cached_property
    def domain(self) -> str:
        """See ``domain_of``."""
        return domain_of(self.website)

    @cached_property
    def town(self) -> str:
        """The town, folded."""
        return fold(self.city)

    def near(self, other: "Identity") -> bool | None:
        """Whether both are in one town; None where that is not known."""
        if self.country != other.country:
            return False
        if self.town and self.town == other.town:
            return True
        if self.position and other.position:
            return all(abs(a - b) < _NEAR for a, b in zip(self.position, other.position, strict=True))
        return False if self.town and other.town else None

    def handles(self) -> Iterator[tuple[str, Hashable]]:
        """One of them is the same in everything that is like this, wherever it is, but for what has a similar
        name in the same country.
        """
        if self.domain:
            yield "domain", self.domain
        for words in self.names:
            yield "name", words


@dataclass(frozen=True)
class Likeness:
    """How alike two profiles are.

    Arguments:
        score: in per cent, to order by.
        reasons: what they have in common; not empty.
    """

    score: float
    reasons: tuple[Reason, ...]


def likeness(left: Identity, right: Identity) -> Likeness | None:
    """How alike two profiles are; None where nothing says that they are of one organisation."""
    near = left.near(right)
    score, words, reason = max(
        (
            (alike(mine, theirs), mine, max(my_reason, their_reason))
            for mine, my_reason in left.names.items()
            for theirs, their_reason in right.names.items()
        ),
        default=(0, (), Reason.NAME),
    )
    if left.country != right.country:
        # "Automotive Cluster" is a name in many countries.
        named = score == 100 and len(words) > 1
    else:
        named = score >= (ALIKE_THOUGH_APART if near is False else ALIKE)
    same_domain = bool(left.domain) and left.domain == right.domain
    if not named and not same_domain:
        return None
    reasons = [reason] if named else []
    reasons += [Reason.DOMAIN] if same_domain else []
    reasons += [Reason.PLACE] if near else []
    return Likeness(100 if same_domain else score, tuple(reasons))


class _Names:
    """The names of many profiles, ready to be looked up by similar ones: no name is compared in Python.

    Arguments:
        named: keys of profiles with the telling words of a name; a key as often as it has names.
    """

    def __init__(self, named: Iterable[tuple[Hashable, tuple[str, ...]]]) -> None:
        self._keys: list[Hashable] = []
        self._texts: list[str] = []
        self._with_word: dict[str, set[int]] = defaultdict(set)
        self._beginning_with: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at, (key, words) in enumerate(named):
            self._keys.append(key)
            self._texts.append(" ".join(words))
            self._beginning_with[words[:2]].append(at)
            for word in words:
                self._with_word[word].add(at)

    def like(self, words: tuple[str, ...]) -> set[Hashable]:
        """The keys of all whose name ``alike`` takes for similar, and of a few more."""
        near = process.extract(
            " ".join(words), self._texts, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None
        )
        found = {at for _text, _score, at in near}
        if len(words) > 1:
            # Those with all of these words; those whose words, two at least, are among these.
            found |= set.intersection(*sorted((self._with_word.get(word, set()) for word in words), key=len))
            for pair in combinations(words, 2):
                found.update(self._beginning_with.get(pair, ()))
        return {self._keys[at] for at in found}


class Profiles:
    """Many profiles, ready to be compared with others.

    Arguments:
        identities: by key.
    """

    def __init__(self, identities: Mapping[Hashable, Identity]) -> None:
        self._identities = identities
        self._with: dict[tuple[str, Hashable], list[Hashable]] = defaultdict(list)
        for key, identity in identities.items():
            for handle in identity.handles():
                self._with[handle].append(key)
        self._names: dict[str, _Names] = {}

    def _names_in(self, country: str) -> _Names:
        if country not in self._names:
            some = ((key, each) for key, each in self._identities.items() if each.country == country)
            self._names[country] = _Names((key, words) for key, each in some for words in each.names)
        return self._names[country]

    def like(
        self, identity: Identity, but: Iterable[Hashable] = (), most: int = 5
    ) -> list[tuple[Hashable, Likeness]]:
        """The profiles that may be of the same organisation, the likest first.

        Arguments:
            identity: of the one to compare with all.
            but: keys of profiles that do not count.
            most: number of them.
        """
        if not identity.names and not identity.domain:
            return []
        keys = {key for handle in identity.handles() for key in self._with.get(handle, ())}
        names = self._names_in(identity.country)
        keys.update(*(names.like(words) for words in identity.names))
        found = [
            (key, how) for key in keys.difference(but) if (how := likeness(identity, self._identities[key]))
        ]
        return sorted(found, key=lambda each: (-each[1].score, -len(each[1].reasons), str(each[0])))[:most]
