"""The drawing of clusters as stars."""

from math import hypot

from portal.constellation import CLOSE, MOST_STARS, Star, Style, draw
from portal.constellation.projection import project

LISBON = Star(38.72, -9.14, ("digital",), 250, "Portugal")
PORTO = Star(41.15, -8.61, ("digital", "health"), 40, "Portugal")
HELSINKI = Star(60.17, 24.94, ("digital",), None, "Finland")
ATHENS = Star(37.98, 23.73, ("tourism",), None, "Greece")
EUROPE = [LISBON, PORTO, HELSINKI, ATHENS]


def test_the_middle_of_the_projection_is_its_origin():
    east, south = project(52.0, 10.0)
    assert (round(east, 6), round(south, 6)) == (0, 0)


def test_places_are_projected_as_the_published_formula_says():
    # EPSG 3035 puts 50 N, 5 E at 3962799.45 E, 2999718.85 N; its origin at 4321000, 3210000. It uses an
    # ellipsoid, we a sphere: within a few kilometres over 360.
    east, south = project(50.0, 5.0)
    assert abs(east - (3962.80 - 4321.0)) < 3
    assert abs(-south - (2999.72 - 3210.0)) < 3


def test_the_same_stars_give_the_same_drawing():
    assert draw(EUROPE) == draw(list(EUROPE))


def test_every_star_is_inside_the_drawing():
    sky = draw(EUROPE)
    assert len(sky.points) == len(EUROPE)
    for point in sky.points:
        assert 0 < point.x < sky.frame.width
        assert 0 < point.y < sky.frame.height


def test_north_is_up_and_east_is_right():
    lisbon, _porto, helsinki, athens = draw(EUROPE).points
    assert helsinki.y < athens.y
    assert lisbon.x < athens.x


def test_lines_join_stars_that_share_their_first_code():
    sky = draw(EUROPE, Style(reach=2.0))
    assert [bond.shared for bond in sky.bonds] == ["digital", "digital"]


def test_no_line_is_longer_than_the_reach():
    sky = draw(EUROPE, Style(reach=0.3))
    assert len(sky.bonds) == 1
    for bond in sky.bonds:
        assert hypot(bond.x1 - bond.x2, bond.y1 - bond.y2) <= 0.3 * sky.frame.width


def test_two_stars_are_joined_once_whatever_they_share():
    twins = [Star(50, 5, ("digital", "health")), Star(51, 6, ("health", "digital"))]
    assert len(draw(twins, CLOSE).bonds) == 1


def test_stars_of_one_town_do_not_cover_each_other():
    points = draw([Star(48.31, 14.29) for _n in range(6)]).points
    for index, one in enumerate(points):
        for other in points[index + 1 :]:
            assert hypot(one.x - other.x, one.y - other.y) > one.radius + other.radius - 0.5


def test_a_bigger_cluster_is_a_bigger_star():
    lisbon, porto, helsinki, _athens = draw(EUROPE).points
    assert lisbon.radius > porto.radius > helsinki.radius


def test_an_area_is_named_once_and_names_do_not_overlap():
    names = draw(EUROPE).names
    assert sorted(name.text for name in names) == ["Finland", "Greece", "Portugal"]
    for index, one in enumerate(names):
        for other in names[index + 1 :]:
            assert abs(one.y - other.y) > 10 or abs(one.x - other.x) > 30


def test_without_stars_there_is_still_a_sky():
    sky = draw([])
    assert sky.points == ()
    assert sky.grid


def test_a_great_many_stars_are_thinned_out_evenly():
    stars = [Star(40 + index / 100, 5.0) for index in range(2 * MOST_STARS)]
    sky = draw(stars)
    assert MOST_STARS / 2 <= len(sky.points) <= MOST_STARS


def test_a_single_star_is_drawn_in_the_middle():
    sky = draw([LISBON])
    point = sky.points[0]
    assert abs(point.x - sky.frame.width / 2) < 1
    assert abs(point.y - sky.frame.height / 2) < 1
