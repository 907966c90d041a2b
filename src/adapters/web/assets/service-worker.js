// Rings: shows what Muster pushes to this browser, and takes the answer back. It runs while no page of Muster is open, and keeps
// no pages: an old page would be worse than none.
const SENT_WITHIN_MS = 20_000;
const UNREADABLE = {
  title: 'Muster wants you',
  text: 'What it sent could not be read here. Open Muster and look.',
  tag: 'unreadable',
  open: '/',
  answers: [],
};

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => event.waitUntil(ring(noteIn(event.data))));

self.addEventListener('notificationclick', (event) => {
  const { notification, action } = event;
  notification.close();
  event.waitUntil(action === '' ? openPage(notification.data.open) : press(notification.data, action));
});

// The browser has thrown its address away: whoever relies on being rung has to know.
self.addEventListener('pushsubscriptionchange', (event) => {
  const text = 'Its browser has a new address. Open Muster and let it ring again.';
  event.waitUntil(
    ring({ title: 'This phone does not ring any more', text, tag: 'no-ring', open: '/me/push', answers: [] }),
  );
});

/** Whatever arrives must be shown: a push that shows nothing costs the permission. */
function noteIn(data) {
  try {
    const note = data.json();
    return typeof note.title === 'string' && Array.isArray(note.answers) ? note : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}

/** Loud, and there until somebody looks; a note is neither. The note as it came stays with it; `instead` is shown in the place of title and text. */
function ring(note, instead = {}) {
  const { title, text } = { ...note, ...instead };
  return self.registration.showNotification(title, {
    ...shared(note, text),
    renotify: true,
    requireInteraction: note.quiet !== true,
    vibrate: note.quiet === true ? [200] : [600, 200, 600, 200, 600],
    actions: note.answers.map(({ digit, label }) => ({ action: digit, title: label })),
  });
}

/** What came of a press: whoever pressed is looking, and others may sleep. */
const tell = (note, { ok, title, text }) =>
  self.registration.showNotification(ok ? title : `NOT DONE: ${title}`, { ...shared(note, text), silent: true });

const shared = (note, body) => ({ body, tag: note.tag, icon: '/app-icon-192.png', data: note });

async function press(note, digit) {
  const said = await sent(note.ticket, digit);
  if (said !== undefined) return tell(note, said);
  const label = note.answers.find((answer) => answer.digit === digit)?.label ?? digit;
  const text = `"${label}" did not reach Muster. Press again when there is a connection, or call somebody.\n${note.text}`;
  return ring(note, { title: `NOT SENT: ${note.title}`, text });
}

/** What Muster says to it; undefined when nobody can know that it arrived. */
async function sent(ticket, digit) {
  try {
    const answer = await fetch('/push/press', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ticket, digit }),
      credentials: 'omit',
      signal: AbortSignal.timeout(SENT_WITHIN_MS),
    });
    return answer.status >= 500 ? undefined : await answer.json();
  } catch {
    return undefined;
  }
}

/** A page of this very Muster, under the address that this browser knows it by. */
function openPage(address) {
  const { pathname, search } = new URL(address, self.location.origin);
  return self.clients.openWindow(pathname + search);
}
