// The phone wall: the clock's seconds, how long a phone has rung, keys 1, 2 and 3, and forms that are sent without leaving the
// page. Without this script every button works, and the page is as it was when it was loaded.
import { inWords } from '/from-now.js';
import { show } from '/morph.js';

const main = document.getElementById('main');
const TICK_EVERY_MS = 250;

// ---- the clock ----
let [shownAt, shownNow, shownSpeed] = [];
function now() {
  const { now: at, speed } = main.dataset;
  if (at !== shownNow || speed !== shownSpeed) [shownAt, shownNow, shownSpeed] = [performance.now(), at, speed];
  return Date.parse(at) + (performance.now() - shownAt) * Number(speed);
}

let face;
function faceOf(zone) {
  if (face?.zone !== zone)
    face = {
      zone,
      day: new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short' }),
      time: new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' }),
    };
  return face;
}

function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function tick() {
  const at = now();
  const clock = document.getElementById('clock');
  if (clock !== null) {
    const { day, time } = faceOf(clock.dataset.zone);
    say(clock, `${day.format(at).replace(',', '')} ${time.format(at)} ${clock.dataset.zoneName}`);
  }
  for (const element of document.querySelectorAll('[data-ringing]')) {
    const since = at - Date.parse(element.dataset.ringing);
    const most = Number(element.dataset.rings);
    say(
      element,
      since < most ? `Rings, for ${inWords(Math.max(0, since))} now` : `Rang ${inWords(most)}, nobody picked up`,
    );
  }
}
setInterval(tick, TICK_EVERY_MS);
document.addEventListener('muster:shown', tick);
tick();

// ---- keys of a handset ----
addEventListener('keydown', (event) => {
  if (!['1', '2', '3'].includes(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches('input, textarea, select')) return;
  const button = event.target.closest('.handset')?.querySelector(`.keys button[value="${event.key}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

/** The name, not the card: what has the focus is not brought up to date inside. */
const choose = (card) =>
  document.getElementById(card.id.replace('phone-', 'phone_name-'))?.focus({ preventScroll: true });
addEventListener('click', ({ target }) => {
  const card = target.closest('.handset');
  if (card !== null && target.closest('a, button, input, summary, label') === null && String(getSelection()) === '')
    choose(card);
});

// ---- forms in place ----
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('[data-wall]')) return;
  event.preventDefault();
  if (form.dataset.sending !== 'yes') void send(form, new URLSearchParams(new FormData(form, event.submitter)));
});

async function send(form, body) {
  const handset = form.closest('.handset')?.id;
  mark(form, true);
  try {
    const answer = await fetch(form.action, { method: 'POST', body });
    const text = await answer.text();
    if (!answer.ok) return location.reload();
    form.reset();
    show(text);
    answered(handset);
  } catch {
    // The form still holds the same delivery: sent again, it is never twice.
    document.getElementById('lost').hidden = false;
  } finally {
    mark(form, false);
  }
}

function mark(form, sending) {
  form.dataset.sending = sending ? 'yes' : 'no';
  form.setAttribute('aria-busy', String(sending));
}

/** The buttons that were pressed are gone by now: the handset keeps the focus, and the answer is read aloud. */
function answered(handset) {
  const card = handset === undefined ? null : document.getElementById(handset);
  if (card === null) return;
  if (!card.contains(document.activeElement)) choose(card);
  const answer = card.querySelector('[data-answer]');
  if (answer !== null) document.getElementById('news').textContent = answer.textContent.replaceAll(/\s+/g, ' ').trim();
}
