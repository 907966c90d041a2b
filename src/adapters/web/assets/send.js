// Sends a line of words without leaving the page, so that what stands half written in another box stays there.
import { show } from '/morph.js';

export function sendInPlace({ lost }) {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method !== 'post' || new URL(form.action).pathname !== '/say') return;
    event.preventDefault();
    if (form.dataset.sending !== 'yes') void send(form, event.submitter, lost);
  });
}

async function send(form, submitter, lost) {
  const body = new URLSearchParams(new FormData(form, submitter));
  mark(form, true);
  try {
    const answer = await fetch(form.action, { method: 'POST', body });
    arrived(form, answer.url, await answer.text());
  } catch {
    // The words stay in their box; the form still holds the same delivery, so that sending again is never twice.
    lost(true);
  } finally {
    mark(form, false);
  }
}

function mark(form, sending) {
  form.dataset.sending = sending ? 'yes' : 'no';
  form.setAttribute('aria-busy', String(sending));
}

function arrived(form, address, page) {
  const to = new URL(address);
  const isHere = to.pathname === location.pathname;
  if (!isHere && to.pathname !== '/say') return location.assign(address);
  const refused = new DOMParser().parseFromString(page, 'text/html').querySelector('#reply[data-ok="false"]');
  if (refused === null && isHere) form.reset();
  if (isHere) history.replaceState(null, '', address);
  show(page);
  const reply = document.getElementById('reply') ?? document.getElementById('main');
  reply.focus({ preventScroll: true });
  reply.scrollIntoView({ block: 'nearest' });
}
