// Shorter lists are read faster than typed into.
const LONG = 15;

/**
 * Put a box above long lists of filters that narrows the list while typing.
 * @param {ParentNode} root where to look for `[data-facets]`
 */
export function addFacetFilters(root) {
  for (const fieldset of root.querySelectorAll("[data-facets] fieldset[data-narrow]")) {
    const items = [...fieldset.querySelectorAll("li")];
    if (items.length > LONG) fieldset.querySelector("legend").after(filterBox(fieldset, items));
  }
}

function filterBox(fieldset, items) {
  const words = items.map((item) => folded(item.querySelector(".facet__name").textContent));
  const groups = [...fieldset.querySelectorAll(".facet__group")];
  const folds = [...fieldset.querySelectorAll(".facet__more")];
  const input = document.createElement("input");
  input.type = "search";
  input.autocomplete = "off";
  input.setAttribute("aria-label", fieldset.dataset.narrow);
  input.placeholder = fieldset.dataset.narrow;
  const nothing = document.createElement("p");
  nothing.className = "facet__nothing";
  nothing.setAttribute("role", "status");
  input.addEventListener("input", () => {
    const wanted = folded(input.value);
    let matching = 0;
    items.forEach((item, index) => {
      const matches = words[index].includes(wanted);
      matching += matches;
      item.hidden = !matches && !item.querySelector("input").checked;
    });
    // What is found must be seen; an emptied box leaves the lists as they were at first.
    for (const fold of folds) {
      fold.open = Boolean(wanted);
      fold.hidden = !fold.querySelector("li:not([hidden])");
    }
    for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
    nothing.textContent = matching ? "" : fieldset.dataset.narrowNone;
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  const box = document.createElement("div");
  box.className = "field facet__filter";
  box.append(input, nothing);
  return box;
}

function folded(text) {
  return text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLocaleLowerCase().trim();
}
