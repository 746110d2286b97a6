/**
 * Close the language list and the phone menu with Escape and by a click elsewhere; the focus returns to what
 * opened them.
 * @param {Document} page
 */
export function closeMenusOnEscape(page) {
  const menus = [...page.querySelectorAll(".languages, .site-menu")];
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = menus.filter((menu) => menu.open && menu.contains(page.activeElement)).at(-1);
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  page.addEventListener("click", (event) => {
    for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
}
