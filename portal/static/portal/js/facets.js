// Shorter lists are read faster than typed into.
const LONG = 15;

/**
 * Put a box above long lists of filters that narrows the list while typing.
 * @param {ParentNode} root where to look for `[data-facets]`
 */
export function addFacetFilters(root) {
  for (const form of root.querySelectorAll("[data-facets]")) {
    for (const fieldset of form.querySelectorAll("fieldset[data-narrow]")) {
      const items = [...fieldset.querySelectorAll("li")];
      if (items.length > LONG) fieldset.querySelector("ul").before(filterBox(fieldset, items));
    }
  }
}

function filterBox(fieldset, items) {
  const words = items.map((item) => folded(item.querySelector(".facet__name").textContent));
  const input = document.createElement("input");
  input.type = "search";
  input.autocomplete = "off";
  input.setAttribute("aria-label", fieldset.dataset.narrow);
  input.placeholder = fieldset.dataset.narrow;
  input.addEventListener("input", () => {
    const wanted = folded(input.value);
    items.forEach((item, index) => {
      item.hidden = !words[index].includes(wanted) && !item.querySelector("input").checked;
    });
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  const box = document.createElement("div");
  box.className = "field facet__filter";
  box.append(input);
  return box;
}

function folded(text) {
  return text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLocaleLowerCase().trim();
}
