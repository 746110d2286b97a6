// What the portal's content checks evaluate (see portal/content_checks.py). Runs in previews only, before axe does.

const text = (node) => (node.getAttribute("aria-label") || node.textContent).trim().replace(/\s+/g, " ").toLowerCase();

const checks = {
  "check-link-text": (node, options) => {
    const said = text(node).replace(/[\s.…→»>]+$/, "");
    // A link around a picture has no text of its own; an address is no name.
    return !said || !(options.words.includes(said) || /^(https?:\/\/|www\.)\S+$/.test(said));
  },
  "check-table-header": (node) => Boolean(node.querySelector("th") && node.querySelector("caption")?.textContent.trim()),
  "check-foreign-text": (node) => {
    const own = node.getAttribute("lang");
    const around = node.parentElement.closest("[lang]")?.getAttribute("lang");
    return Boolean(own) && (!node.classList.contains("passage") || own !== around);
  },
  "check-image-alt-missing": (node) => node.hasAttribute("alt") && !node.closest("[data-alt-undecided]"),
};

for (const [name, evaluate] of Object.entries(checks)) window.wagtail?.userbar?.registerCheck(name, evaluate);
