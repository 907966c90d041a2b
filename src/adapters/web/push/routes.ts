import type { Request, Response } from 'express';
import { nameOf } from '../../../core/book.ts';
import type { PersonId } from '../../../core/ids.ts';
import { SECOND_MS } from '../../../core/time.ts';
import type { PushSubscriptions } from '../../../ports/push-subscriptions.ts';
import type { Around } from '../console-around.ts';
import { valueOf } from '../console-say.ts';
import { plainPage } from '../pages/layout.ts';
import type { Visitor } from '../visitors.ts';
import { comesFromElsewhere, visitorOf, zoneFor } from '../visitors.ts';
import { pushPage } from './page.ts';

/** What is said after a press that went well, by the word in the address. */
const SAID: Readonly<Record<string, string>> = {
  added: 'This browser rings for you from now on. Send it a test.',
  removed: 'It was taken off: it does not ring for you any more.',
  tested:
    'A test is on its way. If nothing rings within a minute, look whether the phone shows notifications of Muster.',
};
const TEST_WITHIN_MS = 10 * SECOND_MS;
const NOT_SWITCHED_ON = 'This is not switched on, so nothing was done.';

type Done = { readonly said: keyof typeof SAID } | { readonly problem: string };
type Doing = (push: PushSubscriptions, person: PersonId, req: Request) => Promise<Done>;

/** `/me/push`: which browsers ring for whoever is signed in. Nobody sees, adds or takes off another person's. */
export function pushRoutes({ console, parts, sessions, form, signedIn, frame }: Around): void {
  console.get(
    '/me/push',
    signedIn(async (visitor, req, res) => {
      const word = req.query['said'];
      const said = typeof word === 'string' && Object.hasOwn(SAID, word) ? SAID[word] : undefined;
      res.send(await shown(visitor, { said }));
    }),
  );
  console.post('/me/push/add', form, (req, res) => act(req, res, add));
  console.post('/me/push/remove', form, (req, res) => act(req, res, remove));
  console.post('/me/push/test', form, (req, res) => act(req, res, test));

  async function shown(visitor: Visitor, told: { readonly said?: string | undefined; readonly problem?: string }) {
    const { person } = visitor;
    const { push, publicUrl } = parts;
    const book = parts.book();
    const isPushed = book.plan.people[person]?.reach.some(({ medium, to }) => medium === 'push' && to === 'app');
    return pushPage({
      ...told,
      frame: await frame(visitor),
      zone: zoneFor(parts, person),
      hasAddress: publicUrl?.startsWith('https:') ?? false,
      keeper: isPushed === true ? undefined : nameOf(book, book.plan.plan.owner),
      ringing:
        push === undefined ? undefined : { publicKey: await push.publicKey(), browsers: await push.list(person) },
    });
  }

  async function act(req: Request, res: Response, doing: Doing): Promise<void> {
    const visitor = visitorOf(req, sessions, parts);
    if (visitor === undefined)
      return void res.status(401).send(plainPage('You are signed out', ['Sign in again. Nothing was done.']));
    if (comesFromElsewhere(req) || !sessions.isFormToken(visitor.session, valueOf(req, 'form')))
      return void res.status(403).send(plainPage('This page is too old', ['Go back, load it again and press again.']));
    const done = parts.push === undefined ? { problem: NOT_SWITCHED_ON } : await doing(parts.push, visitor.person, req);
    if ('said' in done) res.redirect(303, `/me/push?said=${done.said}`);
    else res.status(422).send(await shown(visitor, done));
  }

  async function test(push: PushSubscriptions, person: PersonId, req: Request): Promise<Done> {
    try {
      const outcome = await push.test(person, valueOf(req, 'id'), AbortSignal.timeout(TEST_WITHIN_MS));
      return outcome.outcome === 'accepted'
        ? { said: 'tested' }
        : { problem: `The test did not go out: ${outcome.reason}` };
    } catch (fault) {
      parts.log.warn({ person, reason: String(fault) }, 'a test of a browser did not go out');
      return { problem: `The test did not go out: ${fault instanceof Error ? fault.message : 'nobody knows why'}.` };
    }
  }
}

async function add(push: PushSubscriptions, person: PersonId, req: Request): Promise<Done> {
  const added = await push.add(person, parsed(valueOf(req, 'subscription')), valueOf(req, 'name'));
  return added.ok ? { said: 'added' } : { problem: added.say };
}

async function remove(push: PushSubscriptions, person: PersonId, req: Request): Promise<Done> {
  await push.remove(person, valueOf(req, 'id'));
  return { said: 'removed' };
}

/** Takes off every browser of one person: whoever has their lost phone is not rung for them any more. */
export async function takeOffAll(push: PushSubscriptions | undefined, person: PersonId): Promise<void> {
  for (const { id } of (await push?.list(person)) ?? []) await push?.remove(person, id);
}

/** What the page's script wrote into the form; whatever else it may be is told by whoever reads it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
