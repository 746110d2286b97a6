// Shows in the admin how far work in the background is: #work is fetched again until the
// answer is no longer marked. The element with the status stays, so that screen readers say what is new.

// Milliseconds between an answer and the next question.
const PAUSE = 2000;

async function fetched() {
  // No use of the session: a forgotten window ends.
  const headers = { "X-By-Itself": "yes" };
  const response = await fetch(location.href, { cache: "no-store", headers, redirect: "error" });
  if (!response.ok) throw new Error(response.statusText);
  return new DOMParser().parseFromString(await response.text(), "text/html").querySelector("#work > [role=status]");
}

function show(status, fresh) {
  const [shown, next] = [status.parentElement, fresh.parentElement];
  for (const { name } of [...shown.attributes]) shown.removeAttribute(name);
  for (const { name, value } of next.attributes) shown.setAttribute(name, value);
  if (status.innerHTML !== fresh.innerHTML) status.innerHTML = fresh.innerHTML;
  for (const part of [...shown.children]) if (part !== status) part.remove();
  shown.append(...[...next.children].filter((part) => part !== fresh));
}

async function follow() {
  const status = document.querySelector("#work[data-follow] > [role=status]");
  if (!status) return;
  try {
    const fresh = await fetched();
    if (fresh) show(status, fresh);
  } catch {
    // The next one may get through.
  }
  setTimeout(follow, PAUSE);
}

setTimeout(follow, PAUSE);
