import { randomBytes } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { aboutName } from '../../../core/nearmiss/about.ts';
import { MOST_CHARACTERS } from '../../../core/nearmiss/report.ts';
import type { NearMisses } from '../../../ports/near-misses.ts';
import type { Around } from '../console-around.ts';
import { valueOf } from '../console-say.ts';
import { plainPage } from '../pages/layout.ts';
import { comesFromElsewhere } from '../visitors.ts';
import { mailboxPage } from './mailbox-page.ts';
import type { Typed } from './open-fields.ts';
import { NOTHING_TYPED, reportOf, scrubbed, typedIn } from './open-fields.ts';
import { formPage, previewPage, receiptPage } from './open-pages.ts';

/** Previews that were sent are remembered so long that a page loaded again does not send twice. */
const MOST_SENT = 1_000;

type Parts = Pick<Around, 'console' | 'form'> & { readonly parts: Pick<Around['parts'], 'book'> };

/**
 * `/nearmiss`: the form without any sign-in, and `/nearmiss/mailbox`. Neither looks at a cookie, at an address or at a header of
 * the browser's, but for one that says whether another site sent the form; nothing of a request is logged, not even that it
 * failed (domain 5.5, no. 1 and 6). Codes and texts travel in bodies of forms, never in an address.
 */
export function openNearMissRoutes({ console, form, parts }: Parts, nearMisses: NearMisses): void {
  const sent = new Set<string>();

  console.get(
    '/nearmiss',
    quietly((_req, res, next) => (nearMisses.webForm() ? res.send(formFor(NOTHING_TYPED)) : next())),
  );
  console.post('/nearmiss', form, quietly(receive));
  console.get(
    '/nearmiss/mailbox',
    quietly((_req, res) => res.send(mailboxPage({ code: '', ...here() }))),
  );
  console.post('/nearmiss/mailbox', form, quietly(look));

  async function receive(req: Request, res: Response, next: NextFunction) {
    if (!nearMisses.webForm()) return next();
    if (comesFromElsewhere(req)) return res.status(403).send(FROM_ELSEWHERE);
    const typed = typedIn(req);
    switch (valueOf(req, 'do')) {
      case 'preview':
        return res.send(previewFor(typed));
      case 'change':
        return res.send(formFor(typed));
      case 'send':
        return send(res, typed, valueOf(req, 'once'));
      default:
        return res.send(formFor(NOTHING_TYPED));
    }
  }

  async function send(res: Response, typed: Typed, once: string) {
    if (sent.has(once)) return res.status(409).send(SENT_ALREADY);
    const reported = await nearMisses.report(reportOf(typed, parts.book()));
    if ('refused' in reported) {
      const { code, say } = reported.refused;
      return res.status(422).send(code === 'not-scrubbed' ? previewFor(typed, say) : formFor(typed, say));
    }
    sent.add(once);
    const [oldest] = sent;
    if (sent.size > MOST_SENT && oldest !== undefined) sent.delete(oldest);
    return res.send(receiptPage(reported));
  }

  async function look(req: Request, res: Response) {
    if (comesFromElsewhere(req)) return res.status(403).send(FROM_ELSEWHERE);
    const [code, text, wish] = [
      valueOf(req, 'code').slice(0, 200),
      valueOf(req, 'text').slice(0, 2 * MOST_CHARACTERS),
      valueOf(req, 'do'),
    ];
    if (code.trim() === '') return res.send(mailboxPage({ code, ...here() }));
    const found = await (wish === 'send' ? nearMisses.reply(code, text) : nearMisses.mailbox(code));
    if (!('refused' in found)) {
      const letter = wish === 'preview' && text.trim() !== '' ? nearMisses.preview(text) : undefined;
      return res.send(mailboxPage({ code, mailbox: found, letter, ...here() }));
    }
    const problem = found.refused.say;
    const still = wish === 'send' ? await nearMisses.mailbox(code) : found;
    const mailbox = 'refused' in still ? undefined : still;
    return res.status(422).send(mailboxPage({ code, mailbox, problem, ...here() }));
  }

  const here = () => ({ zone: parts.book().plan.plan.timezone, hasForm: nearMisses.webForm() });

  function formFor(typed: Typed, problem?: string): string {
    const functions = Object.entries(parts.book().plan.functions).map(([id, { name }]) => ({ id, name }));
    return formPage({ before: nearMisses.before('web'), functions, typed, problem });
  }

  function previewFor(given: Typed, problem?: string): string {
    if ([given.what, given.stopped, given.help].some((text) => text.length > MOST_CHARACTERS))
      return formFor(given, TOO_LONG);
    const { typed, found } = scrubbed(given, (text) => nearMisses.preview(text));
    if (typed.what === '' || typed.stopped === '')
      return formFor(given, 'The first two questions need an answer each.');
    const named = reportOf(typed, parts.book()).about;
    // A stranger who tries out names is told no more than the name that was typed.
    const about = 'system' in named ? typed.system : aboutName(named, parts.book().plan);
    return previewPage({ typed, found, about, once: randomBytes(12).toString('base64url'), problem });
  }
}

const TOO_LONG = `One of the texts has more than ${MOST_CHARACTERS} characters. Say it shorter.`;
const FROM_ELSEWHERE = plainPage('This form came from another site', [
  'Open the page of Muster itself, and write there.',
]);
const SENT_ALREADY = plainPage('This report was sent already', [
  'It was sent once, and its code was shown once. If you did not write the code down, send a new report.',
]);
const BROKEN = plainPage('That did not work', [
  'Something in Muster broke, and this report or letter was not kept. Go back, copy what you wrote, and try again later.',
]);

type Quiet = (req: Request, res: Response, next: NextFunction) => unknown;

/** What goes wrong here is told to whoever asked, and to nobody else: a line of the log would say that somebody was here. */
const quietly =
  (work: Quiet): RequestHandler =>
  async (req, res, next) => {
    try {
      await work(req, res, next);
    } catch {
      if (!res.headersSent) res.status(503).send(BROKEN);
    }
  };
