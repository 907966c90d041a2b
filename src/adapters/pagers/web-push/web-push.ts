import { randomBytes } from 'node:crypto';
import { nameOf } from '../../../core/book.ts';
import { personId } from '../../../core/ids.ts';
import type { PersonId } from '../../../core/ids.ts';
import { loudnessOf } from '../../../core/loudness.ts';
import type { PageMessage } from '../../../core/message.ts';
import { isPushBy } from '../../../core/push-address.ts';
import type { MediaHost, Provider } from '../../../ports/media.ts';
import type { PagerOutcome } from '../../../ports/pager.ts';
import type { PushSubscriptions } from '../../../ports/push-subscriptions.ts';
import type { Browser, Subscription } from './browsers.ts';
import { browserId, browsersOn, subscriptionSchema } from './browsers.ts';
import type { Delivered } from './deliver.ts';
import { deliver, encryptFor } from './deliver.ts';
import { firstTaken } from './first-taken.ts';
import { payloadOf, topicOf } from './payload.ts';
import { isPushService } from './push-services.ts';
import { sealOf } from './seal.ts';
import { vapidKeys } from './vapid.ts';

export type WebPushConfig = {
  /** Hosts of push services beside the known ones: `127.0.0.1:8090`. */
  readonly services: readonly string[];
};

const MOST_BROWSERS = 10;
const LONGEST_NAME = 60;
/** Nobody answers this one: it only stands where push services want an address and Muster has none of its own. */
const NOWHERE = 'mailto:nobody@muster.invalid';

/**
 * The console as an app on people's phones: a page is a notification that rings (Push API, RFC 8030, 8291, 8292). The message is
 * encrypted for the browser; its push service sees when it travels, and how long it is. Accepted when one of the person's
 * browsers has it.
 */
export function webPushProvider(
  { services }: WebPushConfig,
  host: MediaHost,
): Provider & { readonly subscriptions: PushSubscriptions } {
  const seal = sealOf(host.secret);
  const browsers = browsersOn(host.shelf, seal);
  const keys = vapidKeys(host.shelf, seal, host.log);
  const subject = host.publicUrl?.startsWith('https:') === true ? host.publicUrl : NOWHERE;
  const isHere = (person: PersonId) => Object.hasOwn(host.book().plan.people, person);

  async function ring(browser: Browser, message: PageMessage, signal: AbortSignal): Promise<Delivered> {
    const urgency = loudnessOf(message) === 'note' ? 'normal' : 'high';
    const parcel = {
      payload: payloadOf(message, host),
      topic: topicOf(message),
      urgency,
      keys: await keys(),
      subject,
    } as const;
    const delivered = await deliver(browser.subscription, parcel, signal);
    if (delivered.is === 'gone') {
      host.log.info({ person: browser.person, browser: browser.name }, 'a browser that rang is gone: it was taken off');
      await browsers.remove(browser.person, browser.id);
    }
    return delivered;
  }

  const letThemRing = (person: string) =>
    `${nameOf(host.book(), person)} has not let any phone ring: console, "Let this phone ring".`;

  async function send(message: PageMessage, signal: AbortSignal): Promise<PagerOutcome> {
    signal.throwIfAborted();
    const own = await browsers.of(personId(message.person));
    if (own.length === 0) return { outcome: 'failed', reason: letThemRing(message.person), permanent: true };
    const delivered = await firstTaken(own.map((browser) => ring(browser, message, signal)));
    if (delivered.is === 'taken') return { outcome: 'accepted', reference: delivered.reference };
    if (delivered.is === 'gone') return { outcome: 'failed', reason: letThemRing(message.person), permanent: true };
    return { outcome: 'failed', reason: delivered.reason, permanent: delivered.is === 'never' };
  }

  const subscriptions: PushSubscriptions = {
    publicKey: async () => (await keys()).publicKey,
    list: async (person) => (await browsers.of(person)).map(({ id, name, since }) => ({ id, name, since })),
    async add(person, given, name) {
      const read = subscriptionSchema.safeParse(given);
      if (!read.success || !canBeRung(read.data))
        return no('This browser did not give what it takes to ring. Load the page again and try once more.');
      if (!isPushService(read.data.endpoint, services))
        return no(
          'This browser is rung by a push service that Muster does not know. Chrome, Edge, Firefox and Safari work.',
        );
      const others = (await browsers.of(person)).filter(({ id }) => id !== browserId(read.data.endpoint));
      if (others.length >= MOST_BROWSERS)
        return no(`${MOST_BROWSERS} browsers ring for you already. Take one off first.`);
      const called = name.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_NAME);
      await browsers.put(person, read.data, { name: called === '' ? 'A browser' : called, since: host.clock.now() });
      host.log.info({ person }, 'a browser rings from now on');
      return { ok: true };
    },
    async remove(person, id) {
      await browsers.remove(person, id);
      host.log.info({ person }, 'a browser was taken off');
    },
    async test(person, id, signal) {
      const browser = (await browsers.of(person)).find((one) => one.id === id);
      if (browser === undefined) return { outcome: 'failed', reason: letThemRing(person), permanent: true };
      const delivered = await ring(browser, testFor(person), signal);
      if (delivered.is === 'taken') return { outcome: 'accepted', reference: delivered.reference };
      const reason = delivered.is === 'gone' ? 'this browser does not let itself be rung any more' : delivered.reason;
      return { outcome: 'failed', reason, permanent: delivered.is !== 'later' };
    },
  };

  return {
    name: 'web-push',
    pagers: [{ name: 'web-push', media: ['push'], takes: isPushBy('app'), send }],
    doors: [],
    subscriptions,
    async check() {
      const noAddress =
        subject === NOWHERE
          ? ['No phone can be let ring: MUSTER_PUBLIC_URL has to be the https address of the console.']
          : [];
      try {
        const gone = await browsers.tidy(isHere);
        if (gone > 0) host.log.info({ gone }, 'browsers of people who left, or that cannot be opened, were taken off');
        return [...noAddress, ...(await silent())];
      } catch (fault) {
        host.log.error({ reason: String(fault) }, 'the browsers that ring could not be looked through');
        return [...noAddress, 'Which phones ring could not be read from the database: look at the log.'];
      }
    },
  };

  /** People whom the plan wants to push to, and none of whose phones rings. */
  async function silent(): Promise<readonly string[]> {
    const ringing: readonly string[] = await browsers.people();
    const wanted = Object.entries(host.book().plan.people).filter(([, { reach }]) =>
      reach.some(({ medium, to }) => medium === 'push' && to === 'app'),
    );
    return wanted.filter(([person]) => !ringing.includes(person)).map(([person]) => letThemRing(person));
  }
}

/** Whether a message can be encrypted for it: that a point is not on the curve cannot be seen by its length. */
function canBeRung(subscription: Subscription): boolean {
  try {
    encryptFor(subscription, '{}');
    return true;
  } catch {
    return false;
  }
}

const no = (say: string) => ({ ok: false, say }) as const;

const testFor = (person: PersonId): PageMessage => ({
  key: `push-test/${person}/${randomBytes(6).toString('base64url')}`,
  incident: 'push-test',
  person,
  medium: 'push',
  to: 'app',
  subject: 'Muster: this is a test',
  text: 'This phone rings for you. There is nothing to do.',
  drill: false,
});
