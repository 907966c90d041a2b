// Completion and history for the box of words: what can be said here, with Up, Down, Tab and Enter. The box works without.
const MOST = 8;
const MOST_KEPT = 50;
const KEPT = 'muster said';

const box = document.getElementById('words');
const form = box?.form;
const here = document.getElementById('main').dataset.incident;
/** `[{ words, hint }]`; asked for when the box is first used, and again after something was said. */
let known;
let chosen = -1;
let back = 0;

const list = document.createElement('ul');
list.id = 'choices';
list.className = 'choices';
list.role = 'listbox';
list.hidden = true;
list.dataset.keep = '';

async function ask() {
  known ??= fetch(here === undefined ? '/completions' : `/completions?here=${here}`)
    .then((answer) => (answer.ok ? answer.json() : []))
    .catch(() => []);
  return known;
}

/** What the last word, or the line as a whole, may become. */
function fitting(all, typed) {
  const person = /(?:^|\s)(@\S*)$/.exec(typed)?.[1];
  const asked = (person ?? typed).toLowerCase();
  if (asked === '') return [];
  const pool = all.filter(({ words }) => words.startsWith('@') === (person !== undefined));
  const starts = pool.filter(({ words }) => words.toLowerCase().startsWith(asked));
  const has = pool.filter((one) => !starts.includes(one) && `${one.words} ${one.hint}`.toLowerCase().includes(asked));
  const found = (asked.length < 2 ? starts : [...starts, ...has]).slice(0, MOST);
  return found.length === 1 && found[0].words.toLowerCase() === asked ? [] : found;
}

async function offer() {
  const all = await ask();
  const found = fitting(all, box.value.trimStart());
  list.replaceChildren(
    ...found.map(({ words, hint }, i) => {
      const item = document.createElement('li');
      const small = document.createElement('small');
      item.id = `choice-${i}`;
      item.role = 'option';
      item.dataset.words = words;
      small.textContent = hint;
      item.append(words, small);
      item.addEventListener('pointerdown', (event) => {
        event.preventDefault();
        take(i);
      });
      return item;
    }),
  );
  open(found.length > 0);
}

function open(is) {
  list.hidden = !is;
  choose(-1);
  box.setAttribute('aria-expanded', String(is));
}

function choose(i) {
  chosen = i;
  [...list.children].forEach((item, at) => item.setAttribute('aria-selected', String(at === i)));
  if (i >= 0) {
    box.setAttribute('aria-activedescendant', `choice-${i}`);
    list.children[i].scrollIntoView({ block: 'nearest' });
  } else box.removeAttribute('aria-activedescendant');
}

function take(i) {
  const { words } = list.children[i].dataset;
  box.value = words.startsWith('@') ? box.value.replace(/@\S*$/, `${words} `) : `${words} `;
  open(false);
  box.focus();
}

const said = () => JSON.parse(sessionStorage.getItem(KEPT) ?? '[]');
function recall(by) {
  const all = said();
  back = Math.min(Math.max(back + by, 0), all.length);
  box.value = back === 0 ? '' : all[all.length - back];
}

function key(event) {
  const count = list.hidden ? 0 : list.children.length;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined) {
    event.preventDefault();
    if (count > 0) choose((chosen + step + count + (chosen < 0 && step < 0 ? 1 : 0)) % count);
    else recall(-step);
  } else if (event.key === 'Escape' && count > 0) {
    event.preventDefault();
    open(false);
  } else if (
    count > 0 &&
    (event.key === 'Tab' || event.key === 'Enter') &&
    (chosen >= 0 || event.key === 'Tab') &&
    !event.shiftKey
  ) {
    event.preventDefault();
    take(Math.max(chosen, 0));
  }
}

if (box) {
  box.dataset.scripted = '';
  for (const [name, value] of [
    ['role', 'combobox'],
    ['aria-expanded', 'false'],
    ['aria-controls', 'choices'],
    ['aria-autocomplete', 'list'],
  ])
    box.setAttribute(name, value);
  box.after(list);
  box.addEventListener('focus', () => void ask(), { once: true });
  box.addEventListener('input', () => {
    back = 0;
    void offer();
  });
  box.addEventListener('keydown', key);
  box.addEventListener('blur', () => open(false));
  form.addEventListener('submit', () => {
    sessionStorage.setItem(
      KEPT,
      JSON.stringify([...said().filter((line) => line !== box.value), box.value].slice(-MOST_KEPT)),
    );
    back = 0;
    open(false);
    known = undefined;
  });
}
