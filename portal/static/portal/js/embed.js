/**
 * Replace a video's still by its player once the visitor asks for it. Without this, the button is a link to
 * the video's own page.
 * @param {ParentNode} root where to look for `[data-embed]`
 */
export function playOnRequest(root) {
  for (const figure of root.querySelectorAll("[data-embed]")) {
    const button = figure.querySelector("[data-embed-button]");
    if (!figure.dataset.embed || !button) continue;
    button.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      const frame = document.createElement("iframe");
      frame.src = figure.dataset.embed;
      frame.title = figure.dataset.embedTitle;
      frame.allow = "fullscreen";
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      button.closest(".embed__frame").replaceWith(frame);
      frame.focus();
    });
  }
}
