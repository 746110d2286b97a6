// What makes the pages a little quicker to use. Everything works without it.

import { playOnRequest } from "./embed.js";
import { addFacetFilters } from "./facets.js";
import { closeMenusOnEscape } from "./menus.js";

playOnRequest(document);
addFacetFilters(document);
closeMenusOnEscape(document);
