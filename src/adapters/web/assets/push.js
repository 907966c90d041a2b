// "Let this phone ring": asks the browser for leave when the button is pressed, and sends its address along with the form. Says
// what stands in the way where it cannot.
const form = document.getElementById('let-ring');
const state = document.getElementById('ring-state');
const say = (text) => (state.textContent = text);

function whyNot() {
  if (!isSecureContext)
    return 'This page was not opened by https, and browsers let no other page ring. Open Muster at its https address.';
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window))
    // Only Apple's browsers have this property; on an iPhone or iPad nothing but an app on the home screen may ring.
    return navigator.standalone === false
      ? 'On an iPhone or iPad Muster has to be on the home screen first: three steps, below.'
      : 'This browser cannot be let ring. Chrome, Edge, Firefox and Safari can.';
  if (Notification.permission === 'denied')
    return 'This browser was told to show no notifications of Muster. Allow them in its settings for this site, then load this page again.';
  return undefined;
}

async function begin() {
  const why = whyNot();
  if (why !== undefined) return say(why);
  form.elements.name.value ||= browserName();
  try {
    await navigator.serviceWorker.register('/service-worker.js');
    const registration = await navigator.serviceWorker.ready;
    const row = await rowOf(await registration.pushManager.getSubscription());
    if (row !== null) {
      row.querySelector('.this').hidden = false;
      return say('This browser rings for you.');
    }
    form.hidden = false;
    say('This browser does not ring for you yet.');
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void letRing(registration);
    });
  } catch (fault) {
    say(`This browser cannot be let ring just now: ${fault.message}`);
  }
}

async function letRing(registration) {
  const button = form.querySelector('button');
  button.disabled = true;
  say('Asking the browser …');
  try {
    if ((await Notification.requestPermission()) !== 'granted')
      return say(
        'The browser was not given leave to show notifications, so nothing rings. Press once more to be asked again.',
      );
    const subscription = await subscribed(registration.pushManager);
    form.elements.subscription.value = JSON.stringify(subscription);
    form.submit();
  } catch (fault) {
    say(
      `The browser got no address to be rung at, so nothing rings: ${fault.message}. Is it connected to the internet?`,
    );
  } finally {
    button.disabled = false;
  }
}

/** The address of this browser; one that was made for other keys of Muster is given back first. */
async function subscribed(manager) {
  const applicationServerKey = bytesOf(form.dataset.key);
  const before = await manager.getSubscription();
  if (before !== null) {
    const its = new Uint8Array(before.options.applicationServerKey ?? new ArrayBuffer(0));
    if (its.length === applicationServerKey.length && its.every((byte, at) => byte === applicationServerKey[at]))
      return before;
    await before.unsubscribe();
  }
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey });
}

/** Where this browser stands in the list; it is known there by the beginning of the SHA-256 of its address. */
async function rowOf(subscription) {
  if (subscription === null) return null;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(subscription.endpoint));
  const id = btoa(String.fromCharCode(...new Uint8Array(digest)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .slice(0, 22);
  return document.querySelector(`[data-browser="${CSS.escape(id)}"]`);
}

const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));

function browserName() {
  const has = (word) => navigator.userAgent.includes(word);
  const browser = has('Edg') ? 'Edge' : has('Firefox') ? 'Firefox' : has('Chrome') ? 'Chrome' : 'Safari';
  const machine = ['iPhone', 'iPad', 'Android', 'Windows', 'Mac', 'Linux'].find(has);
  return machine === undefined ? browser : `${browser} on ${machine}`;
}

if (form !== null) void begin();
