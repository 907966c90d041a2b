/**
 * Who may do what, as data. `anyone`: also somebody the plan does not know (design 6). `member`: every person of the plan.
 * `responder`: the commander, a role holder, or somebody who acknowledged. `commander`: the commander or a deputy of that
 * role; while nobody commands, whoever acknowledged. `starter`: those, and whoever started it as long as nobody else has said
 * anything on it, for a wrong start is theirs to take back. A plan without roles lets every member do all of it: it is too small
 * for more.
 */
export type Standing = 'anyone' | 'member' | 'responder' | 'commander' | 'starter';

export const PERMISSIONS: Readonly<Record<string, Standing>> = {
  start: 'anyone',
  note: 'anyone',
  help: 'anyone',
  nearmiss: 'anyone',
  status: 'member',
  list: 'member',
  who: 'member',
  timeline: 'member',
  steps: 'member',
  next: 'member',
  clock: 'member',
  eta: 'member',
  plan: 'member',
  order: 'member',
  setup: 'member',
  preflight: 'member',
  reach: 'member',
  /** A test to everybody is for whoever owns or approves the plan. */
  testpage: 'member',
  reached: 'member',
  postmortem: 'member',
  join: 'member',
  ack: 'member',
  cant: 'member',
  needhelp: 'member',
  page: 'member',
  lead: 'member',
  done: 'member',
  doing: 'member',
  blocked: 'member',
  check: 'member',
  happened: 'member',
  action: 'member',
  backup: 'responder',
  workaround: 'responder',
  update: 'responder',
  /** Who may approve stands in the plan, audience by audience. */
  publish: 'member',
  situation: 'responder',
  decide: 'responder',
  choose: 'responder',
  keep: 'member',
  assign: 'responder',
  skip: 'responder',
  undo: 'responder',
  extend: 'responder',
  'add-step': 'responder',
  exit: 'responder',
  run: 'responder',
  sev: 'responder',
  hit: 'responder',
  playbook: 'responder',
  private: 'responder',
  adopt: 'commander',
  role: 'responder',
  handoff: 'responder',
  restored: 'responder',
  override: 'member',
  alerts: 'member',
  confirm: 'member',
  dismiss: 'member',
  move: 'commander',
  close: 'commander',
  reopen: 'member',
  cancel: 'starter',
};

export const standingFor = (verb: string): Standing =>
  (Object.hasOwn(PERMISSIONS, verb) ? PERMISSIONS[verb] : undefined) ?? 'member';

/** What a person is to an incident, or to the plan when there is none. */
export type Place = {
  readonly known: boolean;
  readonly responder: boolean;
  readonly commander: boolean;
  /** Started the incident, and nobody else has said anything on it. */
  readonly starter?: boolean;
  /** The plan has no roles: whoever is in it may do everything. */
  readonly small: boolean;
};

export function mayDo(
  verb: string,
  place: Place,
): { readonly ok: true } | { readonly ok: false; readonly say: string } {
  const needs = standingFor(verb);
  if (needs === 'anyone') return { ok: true };
  if (!place.known)
    return {
      ok: false,
      say: `Muster does not know you yet, so it cannot take "${verb}" from you. Ask the plan's owner to add you to the plan; until then you can use: start, note, help.`,
    };
  if (needs === 'member' || place.small || place.commander) return { ok: true };
  if (needs === 'responder' && place.responder) return { ok: true };
  if (needs === 'starter' && place.starter === true) return { ok: true };
  const leads = needs === 'commander' || needs === 'starter';
  const who = leads ? 'the incident commander or a deputy' : 'somebody who works on this incident';
  const way = leads ? 'Ask them, or take over with "lead".' : 'Say "ack" first: then you do.';
  return { ok: false, say: `"${verb}" is for ${who}. ${way}` };
}
