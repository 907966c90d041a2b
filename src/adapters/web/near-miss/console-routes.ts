import type { Request, Response } from 'express';
import type { PersonId } from '../../../core/ids.ts';
import { CATEGORIES, CHANGE_KINDS, STATUSES } from '../../../core/nearmiss/events.ts';
import { isApprover } from '../../../core/nearmiss/receivers.ts';
import type { NearMisses, Refused } from '../../../ports/near-misses.ts';
import { NearMissFault } from '../../../ports/near-misses.ts';
import type { Around } from '../console-around.ts';
import { valueOf } from '../console-say.ts';
import { plainPage } from '../pages/layout.ts';
import type { Visitor } from '../visitors.ts';
import { comesFromElsewhere, readingFor, visitorOf } from '../visitors.ts';
import { nearMissesPage } from './console-page.ts';

/** `/near-misses`: trends and digests for everybody of the firm; the reports for the receivers alone. */
export function nearMissRoutes(around: Around, nearMisses: NearMisses): void {
  const { console, parts, sessions, form, signedIn, frame } = around;

  console.get(
    '/near-misses',
    signedIn(async (visitor, _req, res) => void res.send(await show(visitor))),
  );
  console.post('/near-misses', form, async (req, res) => {
    const visitor = senderOf(req, res);
    if (visitor === undefined) return;
    const refused = await done(req, visitor.person);
    if (refused === undefined) res.redirect(303, `/near-misses#${encodeURIComponent(valueOf(req, 'id').slice(0, 40))}`);
    else res.status(422).send(await show(visitor, { say: refused.refused.say, text: valueOf(req, 'text') }));
  });

  async function show(visitor: Visitor, problem?: { readonly say: string; readonly text: string }) {
    const { person } = visitor;
    const reports = nearMisses.isReceiver(person) ? await shelf(person) : undefined;
    return nearMissesPage({
      frame: await frame(visitor),
      plan: parts.book().plan,
      reading: await readingFor(parts, person),
      trends: await nearMisses.trends(),
      digests: await nearMisses.digests(),
      hasWebForm: nearMisses.webForm(),
      reports: reports === undefined || 'refused' in reports ? undefined : reports,
      proposals: isApprover(parts.book().plan, person) ? await nearMisses.proposals(person) : undefined,
      problem:
        problem ?? (reports !== undefined && 'refused' in reports ? { say: reports.refused.say, text: '' } : undefined),
    });
  }

  /** A file that cannot be opened is said on the page, and the rest of it is shown. */
  async function shelf(person: PersonId): ReturnType<NearMisses['reports']> {
    try {
      return await nearMisses.reports(person);
    } catch (fault) {
      if (fault instanceof NearMissFault) return { refused: { code: 'fault', say: fault.message } };
      throw fault;
    }
  }

  async function done(req: Request, person: PersonId): Promise<Refused | undefined> {
    const id = valueOf(req, 'id');
    const text = valueOf(req, 'text');
    switch (valueOf(req, 'do')) {
      case 'answer': {
        const status = STATUSES.find((one) => one === valueOf(req, 'status')) ?? 'looking';
        return nearMisses.answer(person, id, { text, status, asks: valueOf(req, 'asks') !== '' });
      }
      case 'sort': {
        const category = CATEGORIES.find((one) => one === valueOf(req, 'category'));
        return category === undefined ? NOTHING_DONE : nearMisses.work(person, id, { type: 'sort', category });
      }
      case 'write':
        return nearMisses.work(person, id, { type: 'write', text });
      case 'propose': {
        const kind = CHANGE_KINDS.find((one) => one === valueOf(req, 'kind')) ?? 'other';
        return nearMisses.work(person, id, { type: 'propose', kind, say: text, yaml: valueOf(req, 'yaml') });
      }
      case 'accept':
      case 'reject': {
        const nth = Number(valueOf(req, 'nth'));
        return nearMisses.decide(person, { id, nth, accepted: valueOf(req, 'do') === 'accept', why: text });
      }
      default:
        return NOTHING_DONE;
    }
  }

  function senderOf(req: Request, res: Response): Visitor | undefined {
    const visitor = visitorOf(req, sessions, parts);
    if (visitor === undefined) {
      res.status(401).send(plainPage('You are signed out', ['Sign in again with a new link.', 'Nothing was done.']));
      return undefined;
    }
    if (!comesFromElsewhere(req) && sessions.isFormToken(visitor.session, valueOf(req, 'form'))) return visitor;
    res.status(403).send(plainPage('This page is too old', ['Go back, copy what you wrote, and load the page again.']));
    return undefined;
  }
}

const NOTHING_DONE: Refused = { refused: { code: 'nothing', say: 'Nothing was done: choose something first.' } };
