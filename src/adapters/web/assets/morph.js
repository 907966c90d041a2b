// Brings the page that is shown up to date with one that was fetched, without taking away what somebody is typing.
import { Idiomorph } from '/idiomorph.js';

const FIELDS = 'input:not([type=hidden]), textarea, select';

/** Somebody changed it, and has not sent it. */
function isTouched(field) {
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
  if (field.tagName === 'SELECT')
    return [...field.options].some((option) => option.selected !== option.defaultSelected) && field.dataset.touched;
  return field.value !== field.defaultValue;
}

export const touchedIn = (element) =>
  element.matches?.(FIELDS) ? isTouched(element) : [...(element.querySelectorAll?.(FIELDS) ?? [])].some(isTouched);

document.addEventListener('change', ({ target }) => {
  if (target.tagName === 'SELECT') target.dataset.touched = 'yes';
});

const callbacks = {
  beforeNodeMorphed(old, fresh) {
    if (!(old instanceof Element)) return true;
    if (old.dataset.keep !== undefined) return false;
    // Whole, with the name of its delivery: sent again after a lost answer, it is still the same one.
    if (old.matches('form') && touchedIn(old)) return false;
    // What a person opened or closed stays so.
    if (old.tagName === 'DETAILS' && fresh.tagName === 'DETAILS') fresh.open = old.open;
    return true;
  },
  // What a script said about its own element to screen readers is not in the page that the server sends.
  beforeAttributeUpdated: (name, element) =>
    element.dataset.scripted === undefined ||
    !(name === 'role' || name === 'data-scripted' || name.startsWith('aria-')),
  beforeNodeRemoved: (old) => !(old instanceof Element) || (old.dataset.keep === undefined && !touchedIn(old)),
};

/** `fresh`: the text of a whole page. Answers whether it was one of ours. */
export function show(fresh) {
  const page = new DOMParser().parseFromString(fresh, 'text/html');
  const [now, then] = [document.getElementById('main'), page.getElementById('main')];
  if (then === null) return false;
  document.title = page.title;
  for (const { name, value } of then.attributes) now.setAttribute(name, value);
  Idiomorph.morph(now, then.innerHTML, {
    morphStyle: 'innerHTML',
    ignoreActiveValue: true,
    restoreFocus: true,
    callbacks,
  });
  document.dispatchEvent(new Event('muster:shown'));
  return true;
}
