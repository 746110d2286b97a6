// The segment editor with a script: a field is saved when it is left, the keyboard is enough, and nothing that
// was written is lost unasked. Without this file every button of the form does the same by itself.

const form = document.getElementById('workbench');
const rows = () => [...form.querySelectorAll('[data-segment]')];
const fieldOf = (row) => row.querySelector('textarea');
const tokenOf = (row) => row.querySelector('input[type=hidden]');
const texts = JSON.parse(document.getElementById('workbench-texts').textContent);
const shown = new Map(rows().map((row) => [row, fieldOf(row).value]));
const running = new Map();

form.querySelector('[data-keys]').hidden = false;
// Fields save themselves: the button of a row is shown while something in it is not saved.
form.classList.add('workbench--script');

function isEdited(row) {
  return fieldOf(row).value !== shown.get(row);
}

function say(row, text) {
  row.querySelector('[data-saving]').textContent = text;
  row.toggleAttribute('data-edited', isEdited(row));
  // Wagtail tells others who have the page open.
  document.dispatchEvent(new CustomEvent(`w-unsaved:${rows().some(isEdited) ? 'add' : 'clear'}`));
}

function show(row, answer) {
  tokenOf(row).value = answer.token;
  row.dataset.state = answer.state;
  row.querySelector('[data-status]').innerHTML = answer.status;
  row.querySelector('[data-problems]').innerHTML = answer.problems;
  fieldOf(row).toggleAttribute('aria-invalid', answer.problems.includes('--error'));
}

function showProgress(answer) {
  document.getElementById('workbench-progress').innerHTML = answer.progress;
  for (const link of document.querySelectorAll('[data-filter]')) {
    link.querySelector('span').textContent = answer.counts[link.dataset.filter];
  }
}

// Its buttons are named "action" too, so form.action is not the address.
async function send(row, action) {
  const field = fieldOf(row);
  const sent = field.value;
  const data = new FormData();
  data.set('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value);
  data.set(field.name, sent);
  data.set(tokenOf(row).name, tokenOf(row).value);
  data.set('action', `${action}:${row.dataset.segment}`);
  say(row, texts.saving);
  try {
    const response = await fetch(form.getAttribute('action'), {
      method: 'POST',
      body: data,
      headers: { Accept: 'application/json' },
      redirect: 'error',
    });
    if (!response.ok && response.status !== 422) throw new Error(response.statusText);
    const answer = await response.json();
    show(row, answer);
    showProgress(answer);
    if (response.ok) shown.set(row, sent);
    say(row, response.ok ? texts.saved : texts.failed);
    return response.ok;
  } catch {
    say(row, texts.failed);
    return false;
  }
}

// One request at a time for a field: the second carries the token that the first one brings back.
function save(row, action = 'save') {
  const before = running.get(row) ?? Promise.resolve();
  const result = before.then(() => (action === 'save' && !isEdited(row) ? true : send(row, action)));
  running.set(row, result);
  return result;
}

// What others have written since. Where nobody is writing here it is shown at once; where somebody is, it is
// only said: the token stays, so that saving asks before it replaces anything.
async function look() {
  const address = new URL(form.getAttribute('action'), document.baseURI);
  address.searchParams.set('since', form.dataset.since);
  const before = new Map(rows().map((row) => [row, tokenOf(row).value]));
  // No use of the session: a forgotten window ends.
  const headers = { Accept: 'application/json', 'X-By-Itself': 'yes' };
  const response = await fetch(address, { headers, redirect: 'error' });
  if (!response.ok) return;
  const answer = await response.json();
  form.dataset.since = answer.since;
  if (answer.counts) showProgress(answer);
  for (const told of answer.rows) {
    const row = document.getElementById(`segment-${told.segment}`);
    const token = row && tokenOf(row).value;
    // What was saved here while the answer was on its way is newer than the answer.
    if (!row || token !== before.get(row) || token.split(':')[0] === told.token.split(':')[0]) continue;
    if (isEdited(row)) {
      row.querySelector('[data-problems]').innerHTML = told.warning;
    } else {
      fieldOf(row).value = told.text;
      shown.set(row, told.text);
      show(row, told);
    }
    say(row, told.told);
  }
}

// Wagtail has asked who else is here; it does so every few seconds while the page is looked at.
document.addEventListener('w-swap:json', () => look().catch(() => {}));

function goTo(row) {
  if (!row) return;
  fieldOf(row).focus();
  row.scrollIntoView({ block: 'nearest' });
}

function following(row) {
  const all = rows();
  const after = all.slice(all.indexOf(row) + 1);
  return after.find((each) => each.dataset.state !== 'translated') ?? after[0];
}

// A suggestion or the source, into the field, where it can be changed before it is saved.
function put(row, text) {
  const field = fieldOf(row);
  field.focus();
  field.select();
  // Keeps the browser's undo, which setting the value would lose.
  if (!document.execCommand('insertText', false, text)) field.value = text;
  say(row, texts.unsaved);
}

form.addEventListener('input', (event) => {
  const row = event.target.closest('[data-segment]');
  if (row) say(row, isEdited(row) ? texts.unsaved : '');
});

form.addEventListener('change', (event) => {
  const row = event.target.closest('[data-segment]');
  if (row && event.target === fieldOf(row)) save(row);
});

form.addEventListener('click', async (event) => {
  const button = event.target.closest('button');
  const row = button?.closest('[data-segment]');
  if (!row) return;
  event.preventDefault();
  if (button.dataset.take) {
    put(row, button.value);
  } else if (button.hasAttribute('data-confirm')) {
    fieldOf(row).focus();
    if (await save(row, 'confirm')) goTo(following(row));
  } else {
    await save(row);
  }
});

form.addEventListener('keydown', async (event) => {
  const row = event.target.closest('[data-segment]');
  if (!row || event.target !== fieldOf(row) || event.isComposing) return;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    const waits = ['confirm', 'machine'].includes(row.dataset.state);
    if (await save(row, waits ? 'confirm' : 'save')) goTo(following(row));
  } else if (event.altKey && /^Digit[0-5]$/.test(event.code)) {
    const number = event.code.slice(-1);
    const text =
      number === '0'
        ? row.querySelector('[data-source]').dataset.source
        : row.querySelector(`[data-take="${number}"]`)?.value;
    if (text === undefined) return;
    event.preventDefault();
    put(row, text);
  }
});

let leaving = false;
form.addEventListener('submit', () => {
  leaving = true;
});
window.addEventListener('beforeunload', (event) => {
  if (!leaving && rows().some(isEdited)) event.preventDefault();
});
