import type { Request, Response, Router } from 'express';
import type { Identified, Oidc } from './oidc.ts';
import { oidcOf } from './oidc.ts';
import type { Flows } from './oidc-flow.ts';
import { flowsOf } from './oidc-flow.ts';
import type { Entry } from './entry.ts';
import { enter, refuse, showSignIn } from './entry.ts';
import { peopleWithEmail } from './person.ts';
import { wayBack } from './way-back.ts';

/** Where the identity provider sends people back to; this address is registered with it. */
const BACK = '/sign-in/firm/back';

type Firm = { readonly entry: Entry; readonly oidc: Oidc; readonly flows: Flows };
type No = {
  readonly why: string;
  readonly title: string;
  readonly sentences: readonly string[];
  readonly status?: number;
};

const OTHER_WAYS = 'A link or a recovery code works without it.';

/** `/sign-in/firm`: sign-in with the firm's identity provider. Without one there is nothing at these addresses. */
export function firmRoutes(console: Router, entry: Entry): void {
  const { oidc: settings, secret, wall, publicUrl } = entry.parts;
  if (settings === undefined) return;
  const isSecure = publicUrl?.startsWith('https:') ?? false;
  const flows = flowsOf({ secret, clock: wall, isSecure, taken: entry.spent });
  const firm = { entry, flows, oidc: oidcOf(settings, wall) };
  console.get('/sign-in/firm', (req, res) => goToFirm(req, res, firm));
  console.get(BACK, (req, res) => comeBack(req, res, firm));
}

/** Only ever the address that was set: one made from what a request says of its host could be anybody's. */
const backOf = ({ parts }: Entry) => (parts.publicUrl ?? '').replace(/\/$/, '') + BACK;

async function goToFirm(req: Request, res: Response, { entry, oidc, flows }: Firm): Promise<void> {
  const to = wayBack(req.query['to']);
  const { flow, cookie } = flows.begin(to);
  const found = await oidc.begin(backOf(entry), flow.round);
  if (!found.ok) {
    entry.parts.log.warn({ why: found.why, reason: found.reason }, 'the identity provider could not be asked');
    const say = { title: "Your firm's sign-in does not answer", sentences: [OTHER_WAYS] } as const;
    return void showSignIn(res, entry, { status: 503, to, say, withCode: true });
  }
  res.append('Set-Cookie', cookie);
  res.redirect(303, found.to);
}

/** The browser is back. Whatever happens, this round is over and its address worth nothing any more. */
async function comeBack(req: Request, res: Response, { entry, oidc, flows }: Firm): Promise<void> {
  const flow = await flows.take(req.headers.cookie);
  res.append('Set-Cookie', flows.clearCookie());
  const no = ({ title, sentences, why, status = 403 }: No) => {
    const say = { title, sentences } as const;
    refuse(req, res, { entry, why, shown: { to: flow?.to, status, say, withCode: status === 503 } });
  };
  if (flow === undefined) return no(OVER);
  const found = await oidc.end(new URL(backOf(entry) + searchOf(req)), flow.round);
  if (!found.ok) return no(noFor(found));
  const [person, other] = peopleWithEmail(entry.parts.book(), found.email);
  if (person === undefined || other !== undefined) return no(stranger(found.email, person !== undefined));
  await enter(req, res, { entry, person, by: "firm's account" });
  res.redirect(303, flow.to ?? '/');
}

const searchOf = (req: Request) => {
  const at = req.originalUrl.indexOf('?');
  return at < 0 ? '' : req.originalUrl.slice(at);
};

const OVER: No = {
  why: 'no such round with the identity provider',
  title: 'This sign-in is over',
  sentences: ['It was begun in another browser, too long ago, or used already. Begin once more.'],
};

function noFor({ why, reason }: Extract<Identified, { ok: false }>): No {
  const title = "Your firm's sign-in did not work";
  switch (why) {
    case 'down':
      return { why: reason, title: "Your firm's sign-in does not answer", sentences: [OTHER_WAYS], status: 503 };
    case 'no':
      return { why: reason, title, sentences: [`Try once more. ${OTHER_WAYS}`] };
    case 'unverified':
      return { why, title, sentences: [`It has not verified that the e-mail address is yours. ${OTHER_WAYS}`] };
    case 'nothing':
      return { why: reason, title, sentences: [`It does not tell Muster your e-mail address. ${OTHER_WAYS}`] };
    default:
      return why satisfies never;
  }
}

const stranger = (email: string, isKnownTwice: boolean): No => ({
  why: isKnownTwice
    ? 'several people of the plan have this e-mail address'
    : 'nobody of the plan has this e-mail address',
  title: isKnownTwice ? 'Whose address is this?' : 'The plan does not know you',
  sentences: [
    isKnownTwice
      ? `Several people of the plan have the address ${email}. Whoever keeps the plan can mend that.`
      : `Nobody in the plan has the address ${email}. Whoever keeps the plan can add it to your ways to be reached.`,
    OTHER_WAYS,
  ],
});
