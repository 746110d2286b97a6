"""Every number that decides which partners are suggested. docs/suggestions.md explains them."""

WEIGHTS = {"need": 35.0, "chain": 25.0, "sector": 15.0, "market": 15.0, "technology": 10.0}
"""What each criterion counts of 100 in the score of a pair."""

SAME_COOPERATION, SIBLING_COOPERATION, PARENT_COOPERATION = 1.0, 0.5, 0.3
"""An offer that is what is needed; another kind of the same thing; the wider or a narrower thing."""

NEXT_STAGE, SECOND_NEXT_STAGE, SAME_STAGE = 1.0, 0.5, 0.2
"""Stages of the value chain that are neighbours, two apart, or the same."""

SERVICES = ("business-support", "it-services")
"""Stages that serve every other one: they stand beside the line and count as two apart."""

SAME_SECTOR, LINKED_SECTOR = 0.7, 0.3

HOME_MARKET, COMMON_MARKET = 1.0, 0.6
"""One is at home where the other wants to go; both want to go there."""

EXPOSURE = 0.2
"""Share of the score that a profile would lose if it ticked every sector and every stage: what claims
everything fits everybody, and would head every list."""

CANDIDATES = 40
"""Clusters of each list that the search hands over to be scored."""

SHOWN = 3
"""Suggestions in each list."""

LINKED_SECTORS = frozenset(
    frozenset(pair)
    for pair in (
        ("aerospace-defence", "digital"),
        ("aerospace-defence", "electronics"),
        ("aerospace-defence", "energy-intensive"),
        ("aerospace-defence", "mobility"),
        ("agri-food", "energy-renewables"),
        ("agri-food", "health"),
        ("agri-food", "retail"),
        ("agri-food", "tourism"),
        ("construction", "digital"),
        ("construction", "energy-intensive"),
        ("construction", "energy-renewables"),
        ("cultural-creative", "digital"),
        ("cultural-creative", "textiles"),
        ("cultural-creative", "tourism"),
        ("digital", "electronics"),
        ("digital", "health"),
        ("digital", "mobility"),
        ("digital", "retail"),
        ("electronics", "energy-renewables"),
        ("electronics", "health"),
        ("electronics", "mobility"),
        ("energy-intensive", "energy-renewables"),
        ("energy-intensive", "mobility"),
        ("energy-intensive", "textiles"),
        ("energy-renewables", "mobility"),
        ("health", "proximity-social-economy"),
        ("mobility", "tourism"),
        ("proximity-social-economy", "retail"),
        ("proximity-social-economy", "tourism"),
        ("retail", "textiles"),
    )
)
"""Sectors that regularly buy from each other; our own list, see docs/suggestions.md."""

REGION_MEMBERS = {
    "asean": "BN ID KH LA MM MY PH SG TH TL VN",
    "celac": "AG AR BB BO BR BS BZ CL CO CR CU DM DO EC GD GT GY HN HT JM KN LC MX NI PA PE PY SR SV TT UY "
    "VC VE",
    "euromed": "AL BA DZ EG IL JO LB MA ME MR PS SY TN TR",
    "gcc": "AE BH KW OM QA SA",
    "mercosur": "AR BO BR PY UY",
    "western-balkans": "AL BA ME MK RS XK",
}
"""Countries of each market that is a region. EUROMED: the members of the Union for the Mediterranean
outside the European Union."""
