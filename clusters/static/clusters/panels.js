// Wagtail shows the side panels again after an automatic save alone; ours come along when it was refused, too.
document.addEventListener("w-autosave:error", ({ target, detail }) => {
  const partials = target.querySelector("[data-w-autosave-target='partials']");
  if (partials && detail.response?.html) {
    partials.innerHTML = detail.response.html;
  }
});
