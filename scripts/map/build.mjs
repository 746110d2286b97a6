// Draws the countries of Europe and its neighbours as SVG paths: world-atlas 2.0.2 (Natural Earth 4.1, public
// domain), repaired, simplified, projected as portal/constellation/projection.py projects, and written to
// clusters/map/europe.json.
import { readFileSync, writeFileSync } from "node:fs";
import { geoAzimuthalEqualArea, geoContains, geoPath } from "d3-geo";
import { feature, mergeArcs } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";

const SOURCE = new URL("node_modules/world-atlas/countries-50m.json", import.meta.url);
const TARGET = new URL("../../clusters/map/europe.json", import.meta.url);

// Mean radius of the Earth and centre of the projection, as in portal/constellation/projection.py.
const EARTH_RADIUS = 6371;
const CENTRE = [10, 52];
// What is drawn, in kilometres east and south of the centre: Iceland to the Caucasus, the North Cape to Cyprus.
const FRAME = { west: -2300, east: 3020, top: -2240, south: 2300 };
const WIDTH = 1000;
const SCALE = WIDTH / (FRAME.east - FRAME.west);
const HEIGHT = Math.round((FRAME.south - FRAME.top) * SCALE);
// Bends that span less than this many steradians (about three quarters of a square unit) are left out.
const LEAST_BEND = 6e-7;
// Islands and outliers smaller than this, in square units, are left out, unless they are all a country has.
const LEAST_AREA = 2;

// ISO 3166-1: numbers, which the data has, and letters, which the portal uses. Kosovo has no number.
const ALPHA_2 = {
  "008": "AL", "012": "DZ", "020": "AD", "031": "AZ", "040": "AT", "051": "AM", "056": "BE", "070": "BA", 100: "BG", 112: "BY",
  191: "HR", 196: "CY", 203: "CZ", 208: "DK", 233: "EE", 234: "FO", 246: "FI", 248: "AX", 250: "FR", 268: "GE", 275: "PS", 276: "DE",
  300: "GR", 304: "GL", 348: "HU", 352: "IS", 364: "IR", 368: "IQ", 372: "IE", 376: "IL", 380: "IT", 398: "KZ", 400: "JO", 422: "LB",
  428: "LV", 434: "LY", 438: "LI", 440: "LT", 442: "LU", 470: "MT", 492: "MC", 498: "MD", 499: "ME", 504: "MA", 528: "NL", 578: "NO",
  616: "PL", 620: "PT", 642: "RO", 643: "RU", 674: "SM", 682: "SA", 688: "RS", 703: "SK", 705: "SI", 724: "ES", 752: "SE", 756: "CH",
  760: "SY", 788: "TN", 792: "TR", 804: "UA", 807: "MK", 818: "EG", 826: "GB", 831: "GG", 832: "JE", 833: "IM", 336: "VA",
};

const world = JSON.parse(readFileSync(SOURCE));
const geometries = world.objects.countries.geometries;
const named = (name) => geometries.find((geometry) => geometry.properties.name === name);

/** The data draws Crimea with Russia and Northern Cyprus as a state, and gives Kosovo no code. */
function repair() {
  const russia = named("Russia");
  const simferopol = [34.1, 44.95];
  const crimea = russia.arcs.findIndex((arcs) =>
    geoContains(feature(world, { type: "Polygon", arcs }), simferopol));
  if (crimea < 0) throw new Error("Crimea is not where this repair expects it.");
  const [cut] = russia.arcs.splice(crimea, 1);
  const ukraine = named("Ukraine");
  Object.assign(ukraine, mergeArcs(world, [ukraine, { type: "Polygon", arcs: cut }]));
  const cyprus = named("Cyprus");
  Object.assign(cyprus, mergeArcs(world, [cyprus, named("N. Cyprus")]));
  geometries.splice(geometries.indexOf(named("N. Cyprus")), 1);
}

repair();

const projection = geoAzimuthalEqualArea()
  .rotate([-CENTRE[0], -CENTRE[1]])
  .scale(EARTH_RADIUS * SCALE)
  .translate([-FRAME.west * SCALE, -FRAME.top * SCALE])
  .clipExtent([[-20, -20], [WIDTH + 20, HEIGHT + 20]]);
const path = geoPath(projection).digits(1);
const drawn = simplify(presimplify(world), LEAST_BEND);

/** Keep the largest polygon and every other one that can be seen. */
function visible(shape) {
  if (shape.geometry.type !== "MultiPolygon") return shape;
  const parts = shape.geometry.coordinates.map((coordinates) => {
    const part = { type: "Polygon", coordinates };
    return { part, area: path.area(part) };
  });
  const largest = Math.max(...parts.map(({ area }) => area));
  const kept = parts.filter(({ area }) => area > 0 && (area >= LEAST_AREA || area === largest));
  return { type: "MultiPolygon", coordinates: kept.map(({ part }) => part.coordinates) };
}

/** The same path in whole units and relative steps, which is a third of the size. */
function compact(data) {
  let text = "";
  for (const ring of data.split("M").slice(1)) {
    const points = ring.replace("Z", "").split("L").map((pair) => pair.split(",").map(Number).map(Math.round));
    let [x, y] = points[0];
    let steps = "";
    for (const [nextX, nextY] of points.slice(1)) {
      if (nextX === x && nextY === y) continue;
      steps += (steps ? " " : "") + `${nextX - x} ${nextY - y}`;
      [x, y] = [nextX, nextY];
    }
    if (steps.split(" ").length >= 4) text += `M${points[0][0]} ${points[0][1]}l${steps.replaceAll(" -", "-")}z`;
  }
  return text;
}

const countries = {};
for (const shape of feature(drawn, drawn.objects.countries).features) {
  const code = shape.properties.name === "Kosovo" ? "XK" : ALPHA_2[shape.id];
  const data = compact(path(visible(shape)) ?? "");
  if (code && data) countries[code] = data;
  else if (data) throw new Error(`No code for ${shape.properties.name}.`);
}

const ordered = Object.fromEntries(Object.entries(countries).sort(([a], [b]) => (a < b ? -1 : 1)));
const frame = { west: FRAME.west, top: FRAME.top, scale: SCALE, width: WIDTH, height: HEIGHT };
writeFileSync(TARGET, JSON.stringify({ frame, countries: ordered }, null, 1) + "\n");
console.log(`${Object.keys(ordered).length} countries, ${JSON.stringify(ordered).length} bytes`);
