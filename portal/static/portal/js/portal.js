// What makes the pages a little quicker to use. Everything works without it. What only some pages have is asked
// for there alone.

import { closeMenusOnEscape } from "./menus.js";
import { addSuggestions } from "./suggest.js";

closeMenusOnEscape(document);
addSuggestions(document);
if (document.querySelector("[data-embed]")) {
  import("./embed.js").then(({ playOnRequest }) => playOnRequest(document));
}
if (document.querySelector("[data-facets]")) {
  import("./facets.js").then(({ addFacetFilters }) => addFacetFilters(document));
}
if (document.querySelector("[data-map]")) {
  import("./map.js").then(({ addMapButtons }) => addMapButtons(document));
}
