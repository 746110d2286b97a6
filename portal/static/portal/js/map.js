// Buttons that bring the map closer and move it. Choosing a country does so without them.

const CLOSEST = 0.12;
const STEP = 0.25;

/**
 * Show the buttons of every map and let them work.
 * @param {ParentNode} root where to look for `[data-map]`
 */
export function addMapButtons(root) {
  for (const map of root.querySelectorAll("[data-map]")) {
    const svg = map.querySelector(":scope > svg");
    const [, , width, height] = map.dataset.map.split(" ").map(Number);
    const radius = Number(map.dataset.radius);
    const view = { ...box(svg), whole: { x: 0, y: 0, width, height } };
    const buttons = map.querySelector(".map__zoom");
    buttons.hidden = false;
    buttons.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (!button) return;
      if (button.dataset.zoom) zoom(view, Number(button.dataset.zoom));
      else if (button.dataset.move) move(view, ...button.dataset.move.split(" ").map(Number));
      else Object.assign(view, view.whole);
      show(svg, view, radius);
    });
    svg.addEventListener("focusin", ({ target }) => {
      if (bring(view, target.getBBox())) show(svg, view, radius);
    });
  }
}

function box(svg) {
  const { x, y, width, height } = svg.viewBox.baseVal;
  return { x, y, width, height };
}

function zoom(view, factor) {
  const width = Math.min(Math.max(view.width * factor, view.whole.width * CLOSEST), view.whole.width);
  const height = (width * view.whole.height) / view.whole.width;
  view.x += (view.width - width) / 2;
  view.y += (view.height - height) / 2;
  Object.assign(view, { width, height });
}

function move(view, east, south) {
  view.x += east * view.width * STEP;
  view.y += south * view.height * STEP;
}

// Nothing has the focus where it cannot be seen. Tells whether the view had to move.
function bring(view, { x, y, width, height }) {
  const [middle, centre] = [x + width / 2, y + height / 2];
  if (middle > view.x && middle < view.x + view.width && centre > view.y && centre < view.y + view.height) return false;
  Object.assign(view, { x: middle - view.width / 2, y: centre - view.height / 2 });
  return true;
}

function show(svg, view, radius) {
  view.x = Math.min(Math.max(view.x, 0), view.whole.width - view.width);
  view.y = Math.min(Math.max(view.y, 0), view.whole.height - view.height);
  svg.setAttribute("viewBox", [view.x, view.y, view.width, view.height].map((n) => n.toFixed(1)).join(" "));
  for (const circle of svg.querySelectorAll("circle")) {
    circle.setAttribute("r", ((radius * view.width) / view.whole.width).toFixed(2));
  }
}
