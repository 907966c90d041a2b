// Keeps a page up to date: fetches it again when something changed, and counts its times on. Without this script the page is
// as it was when it was loaded, and everything on it works.
import { fromNow } from '/from-now.js';
import { show, touchedIn } from '/morph.js';
import { sendInPlace } from '/send.js';

const main = document.getElementById('main');
const about = main.dataset.incident;
/** Times in words grow old, and the picture of time moves on. */
const REFRESH_EVERY_MS = 30_000;
/** A page in the background gives its connection back: a browser keeps only six to one host. */
const HIDDEN_FOR_MS = 10_000;
const LOST_AFTER_MS = 3_000;

// ---- the page, again ----
let running = false;
let again = false;
let pressed = false;

async function refresh() {
  if (running || pressed) {
    again = true;
    return;
  }
  running = true;
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (answer.status === 401) return signedOut();
    if (answer.ok) {
      show(await answer.text());
      lost(false);
    }
  } catch {
    lost(true);
  } finally {
    running = false;
    if (again && !pressed) {
      again = false;
      void refresh();
    }
  }
}

// Nothing moves away under a finger or a mouse button that is down.
addEventListener('pointerdown', () => (pressed = true));
for (const kind of ['pointerup', 'pointercancel'])
  addEventListener(kind, () =>
    setTimeout(() => {
      pressed = false;
      if (again) void refresh();
    }, 150),
  );

/** What is half typed is worth more than the page: it stays, with a word on how to go on. */
function signedOut() {
  if (!touchedIn(main)) return location.reload();
  document.getElementById('out').hidden = false;
}

function lost(is) {
  const banner = document.getElementById('lost');
  if (banner !== null) banner.hidden = !is;
}

// ---- being told ----
let source;
let losing;
let leaving;

function listen() {
  if (source !== undefined) return;
  source = new EventSource(about === undefined ? '/events' : `/events?about=${about}`);
  // Whatever happened while nobody listened is on the page that is fetched now.
  source.addEventListener('open', () => {
    clearTimeout(losing);
    losing = undefined;
    lost(false);
    void refresh();
  });
  source.addEventListener('message', () => void refresh());
  source.addEventListener('error', () => {
    losing ??= setTimeout(() => lost(true), LOST_AFTER_MS);
    // A server that refuses ends the browser's own tries.
    if (source?.readyState === EventSource.CLOSED) {
      source = undefined;
      setTimeout(listen, LOST_AFTER_MS);
    }
  });
}

document.addEventListener('visibilitychange', () => {
  clearTimeout(leaving);
  if (!document.hidden) return listen();
  leaving = setTimeout(() => {
    source?.close();
    source = undefined;
  }, HIDDEN_FOR_MS);
});
listen();

const speed = () => Number(main.dataset.speed ?? 1);
function later() {
  setTimeout(
    () => {
      if (!document.hidden) void refresh();
      later();
    },
    Math.max(2_000, REFRESH_EVERY_MS / Math.max(1, speed())),
  );
}
later();

// ---- times that count on ----
let [shownAt, shownNow] = [performance.now(), main.dataset.now];

function tick() {
  if (shownNow !== main.dataset.now) [shownAt, shownNow] = [performance.now(), main.dataset.now];
  const now = Date.parse(shownNow) + (performance.now() - shownAt) * speed();
  for (const element of document.querySelectorAll('[data-from-now]')) {
    const said = fromNow(Date.parse(element.dataset.fromNow), now);
    if (element.textContent !== said) element.textContent = said;
  }
}
setInterval(tick, 1_000);

// ---- said aloud ----
const newest = () => document.querySelector('[data-newest]');
let heard = newest()?.dataset.newest;
document.addEventListener('muster:shown', () => {
  tick();
  const entry = newest();
  if (entry === null || entry.dataset.newest === heard) return;
  heard = entry.dataset.newest;
  document.getElementById('news').textContent = entry.textContent.replaceAll(/\s+/g, ' ').trim();
});

sendInPlace({ lost });
