/**
 * Who may use an address. `open`: everybody, and it tells nobody anything. `ticket`: whoever holds a
 * signed text that was sent to them. `hook`: whoever holds the address with its token. `sign-in`: how somebody comes in. `page`: everybody
 * who is signed in. `incident page`: and has a part in that incident. `form`: signed in, sent by a page of ours. `api`: with
 * a token. `operator api`: with an operator's token.
 */
export type Kind =
  | 'open'
  | 'ticket'
  | 'hook'
  | 'sign-in'
  | 'page'
  | 'incident page'
  | 'form'
  | 'incident form'
  | 'api'
  | 'incident api'
  | 'operator api';
/** What stands in the address in the place of `:id` and the like; the private incident's number when nothing is said. */
export type Decided = { readonly kind: Kind; readonly at?: Readonly<Record<string, string>>; readonly body?: unknown };

export const kind = (which: Kind, more: Omit<Decided, 'kind'> = {}): Decided => ({ kind: which, ...more });
const [open, page, form, api] = [kind('open'), kind('page'), kind('form'), kind('api')];

/** Every address of Muster, and who may use it. */
export const DECIDED: Readonly<Record<string, Decided>> = {
  'GET /healthz': open,
  'GET /readyz': open,
  'GET /metrics': open,
  'GET /hello/:word': kind('open', { at: { word: 'x'.repeat(32) } }),
  'GET /a/:ticket': kind('ticket', { at: { ticket: 'forged' } }),
  'GET /calendar/:who/:file': kind('ticket', { at: { who: 'nina', file: 'forged.ics' } }),
  'POST /a/:ticket': kind('ticket', { at: { ticket: 'forged' } }),
  'POST /hooks/:source/:token': kind('hook', { at: { source: 'alertmanager', token: 'forged' } }),
  'GET /hooks/heartbeat/:name/:token': kind('hook', { at: { name: 'backup', token: 'forged' } }),
  'POST /hooks/heartbeat/:name/:token': kind('hook', { at: { name: 'backup', token: 'forged' } }),
  'GET /status': open,
  'GET /status.json': open,
  'GET /nearmiss': open,
  'POST /nearmiss': open,
  'GET /nearmiss/mailbox': open,
  'POST /nearmiss/mailbox': open,
  'GET /near-misses': page,
  'POST /near-misses': form,

  'GET /sign-in': kind('sign-in'),
  'POST /sign-in': kind('sign-in'),
  'POST /sign-in/link': kind('sign-in'),
  'POST /sign-in/code': kind('sign-in'),
  'GET /sign-in/firm': kind('sign-in'),
  'GET /sign-in/firm/back': kind('sign-in'),
  'POST /sign-out': kind('sign-in'),
  'POST /sign-out/everywhere': kind('sign-in'),

  'GET /': page,
  'GET /completions': page,
  'GET /events': page,
  'GET /pack': page,
  'GET /pack/break-glass.html': page,
  'GET /me/push': page,
  'GET /phones': page,
  'GET /plan': page,
  'GET /plan/functions': page,
  'GET /plan/functions/:id': kind('page', { at: { id: 'claims' } }),
  'GET /plan/order': page,
  'GET /plan/paging': page,
  'GET /plan/people': page,
  'GET /plan/picture': page,
  'GET /plan/playbooks': page,
  'GET /plan/playbooks/:id': kind('page', { at: { id: 'server-restore' } }),
  'GET /plan/systems': page,
  'GET /plan/systems/:id': kind('page', { at: { id: 'files' } }),
  'GET /plan/vendors': page,
  'GET /incidents/:id': kind('incident page'),
  'GET /incidents/:id/postmortem': kind('incident page'),
  'GET /incidents/:id/postmortem.md': kind('incident page'),
  'GET /incidents/:id/postmortem/edit/:part': kind('incident page', { at: { part: 'summary' } }),

  'POST /me/push/add': form,
  'POST /me/push/remove': form,
  'POST /me/push/test': form,
  'POST /say': form,
  'POST /phones/answer': form,
  'POST /phones/clock': form,
  'POST /incidents/:id/postmortem/edit/:part': kind('incident form', { at: { part: 'summary' } }),
  'POST /incidents/:id/postmortem/say': kind('incident form'),

  'POST /api/v1/say': kind('api', { body: { words: 'list' } }),
  'GET /api/v1/incidents': api,
  'GET /api/v1/phones': api,
  'GET /api/v1/incidents/:id': kind('incident api'),
  'GET /api/v1/incidents/:id/events': kind('incident api'),
  'GET /api/v1/incidents/:id/chain': kind('incident api'),
  'GET /api/v1/incidents/:id/postmortem.md': kind('incident api'),
  'POST /api/v1/copy': kind('operator api', { body: {} }),
  'POST /api/v1/recovery-codes': kind('operator api', { body: { person: 'nina', hashes: [] } }),
};
