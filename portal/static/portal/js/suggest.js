// Milliseconds without a key before the portal is asked, and the letters it takes to say something.
const PAUSE = 150;
const SHORTEST = 2;

/**
 * Offer clusters and filters while somebody types. An editable combobox with a list of options, as the ARIA
 * Authoring Practices describe it: the focus stays in the box, the arrow keys move through the list.
 * @param {ParentNode} root where to look for `input[data-suggest]`; its value is the address to ask, its
 *   `data-suggest-label` names the list
 */
export function addSuggestions(root) {
  for (const input of root.querySelectorAll("input[data-suggest]")) new Suggestions(input);
}

class Suggestions {
  #input;
  #list;
  #status;
  #timer;
  #asking = new AbortController();
  #options = [];
  #active = -1;

  constructor(input) {
    this.#input = input;
    this.#list = element("div", { class: "suggestions", id: `${input.id}-list`, role: "listbox", hidden: "" });
    this.#list.setAttribute("aria-label", input.dataset.suggestLabel);
    this.#status = element("div", { class: "visually-hidden", role: "status" });
    const field = input.closest(".field");
    field.classList.add("field--suggest");
    field.append(this.#list, this.#status);
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.#list.id,
    })) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => this.#askSoon());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => this.#close());
    input.form?.addEventListener("submit", () => this.#close());
    // The box keeps the focus while the list is pressed, dragged or scrolled.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) open(option.dataset.url, event.metaKey || event.ctrlKey ? "_blank" : "_self");
    });
  }

  #askSoon() {
    clearTimeout(this.#timer);
    this.#asking.abort();
    if (this.#input.value.trim().length < SHORTEST) this.#close();
    else this.#timer = setTimeout(() => this.#ask(), PAUSE);
  }

  /** Ask now. Only the answer to the newest question counts; without one the box is a plain box. */
  async #ask() {
    clearTimeout(this.#timer);
    this.#asking.abort();
    const asking = (this.#asking = new AbortController());
    const query = new URLSearchParams({ q: this.#input.value.trim() });
    try {
      const response = await fetch(`${this.#input.dataset.suggest}?${query}`, { signal: asking.signal });
      const answer = response.ok ? await response.json() : { groups: [], status: "" };
      if (!asking.signal.aborted) this.#show(answer);
    } catch {
      if (!asking.signal.aborted) this.#close();
    }
  }

  #show({ groups, status }) {
    this.#active = -1;
    this.#options = [];
    this.#list.replaceChildren(...groups.map((group) => this.#group(group)));
    this.#activate(-1);
    this.#expand(groups.length > 0);
    this.#status.textContent = status;
  }

  #group({ type, label, items }) {
    const heading = element("div", { class: "suggestions__type", id: `${this.#list.id}-${type}`, role: "presentation" });
    heading.textContent = label;
    const group = element("div", { role: "group", "aria-labelledby": heading.id });
    group.append(heading);
    for (const { label: name, detail, url } of items) {
      const id = `${this.#list.id}-${this.#options.length}`;
      const option = element("div", { class: "suggestion", id, role: "option", "aria-selected": "false" });
      option.dataset.url = url;
      option.append(text("suggestion__label", name), " ", text("suggestion__detail", detail));
      this.#options.push(option);
      group.append(option);
    }
    return group;
  }

  #key(event) {
    if (event.isComposing) return;
    const isOpen = !this.#list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.#arrow(event, isOpen);
    else if (event.key === "Enter" && isOpen && this.#active >= 0) {
      event.preventDefault();
      open(this.#options[this.#active].dataset.url, "_self");
    } else if (event.key === "Escape" && isOpen) {
      // The first Escape closes the list and nothing else.
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
      // Back in the box, where the key moves the cursor.
      this.#activate(-1);
    }
  }

  #arrow(event, isOpen) {
    event.preventDefault();
    if (!isOpen) {
      if (event.key === "ArrowDown" && this.#input.value.trim().length >= SHORTEST) this.#ask();
    } else if (event.altKey) this.#close();
    else {
      // Beyond either end lies the box itself.
      const places = this.#options.length + 1;
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#activate(((this.#active + 1 + step + places) % places) - 1);
    }
  }

  #activate(index) {
    this.#options[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = index;
    const option = this.#options[index];
    if (!option) return this.#input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", option.id);
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#activate(-1);
    this.#expand(false);
    this.#status.textContent = "";
  }

  #expand(expanded) {
    this.#list.hidden = !expanded;
    this.#input.setAttribute("aria-expanded", String(expanded));
  }
}

function element(name, attributes) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

function text(name, content) {
  const span = element("span", { class: name });
  span.textContent = content;
  return span;
}
