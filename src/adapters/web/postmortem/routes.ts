import type { Request, Response } from 'express';
import { placeOf } from '../../../core/incident/members.ts';
import type { Incident } from '../../../core/incident/state.ts';
import { mayDo } from '../../../core/permissions.ts';
import { quote } from '../../../core/words/tokens.ts';
import { notWritten } from '../api/incidents.ts';
import { speakerFor } from '../callers.ts';
import type { Around } from '../console-around.ts';
import { valueOf } from '../console-say.ts';
import { plainPage } from '../pages/layout.ts';
import type { Typed } from '../pages/postmortem/actions.ts';
import { noPostmortemPage } from '../pages/postmortem/none.ts';
import { postmortemPage } from '../pages/postmortem/page.ts';
import { postmortemEdit } from './edit.ts';
import { deliveryOf, longForm, senderOf } from './form.ts';
import type { KeptReply } from '../replies.ts';
import type { Visitor } from '../visitors.ts';
import { readingFor } from '../visitors.ts';

type Shown = {
  readonly reply: KeptReply | undefined;
  /** The part that the reply is about; empty when it is about the whole page. */
  readonly part?: string;
  readonly typed?: Typed | undefined;
};

/** `/incidents/INC-42/postmortem`: to read, to write in, and the same as Markdown. */
export function postmortemRoutes(around: Around): void {
  const { console, parts, replies, form, signedIn, frame, reply, found } = around;
  const edit = postmortemEdit(around);

  /** The page of the postmortem, or that there is none yet. */
  async function show(visitor: Visitor, incident: Incident, { reply: said, part = '', typed }: Shown) {
    const { person } = visitor;
    const { id } = incident.lifecycle;
    const [text, reading, around] = [await parts.postmortem(id), await readingFor(parts, person), await frame(visitor)];
    const may = (verb: string) => mayDo(verb, placeOf(incident, parts.book(), person)).ok;
    if (text === undefined)
      return {
        written: false,
        page: noPostmortemPage({ frame: around, incident, reading, mayAsk: may('postmortem'), reply: said }),
      };
    const events = await parts.events(id);
    const shared = { incident, events, reading };
    const forms = { formToken: around.formToken, here: id };
    const isOfPart = part !== '' && said !== undefined;
    const page = postmortemPage({
      frame: around,
      text,
      reply: isOfPart ? undefined : said,
      writing: {
        ...shared,
        mayEdit: may('postmortem'),
        formToken: around.formToken,
        saved: isOfPart ? { part, card: said.card } : undefined,
      },
      actions: { ...shared, person, forms, mayAct: may('action'), typed },
    });
    return { written: true, page };
  }

  console.get(
    '/incidents/:id/postmortem',
    signedIn(async (visitor, req, res) => {
      const incident = await found(visitor, req, res);
      if (incident === undefined) return;
      const part = typeof req.query['part'] === 'string' ? req.query['part'] : '';
      const { written, page } = await show(visitor, incident, { reply: await reply(visitor, req), part });
      res.status(written ? 200 : 404).send(page);
    }),
  );
  console.get(
    '/incidents/:id/postmortem.md',
    signedIn(async (visitor, req, res) => {
      const id = (await found(visitor, req, res))?.lifecycle.id;
      if (id === undefined) return;
      const text = await parts.postmortem(id);
      if (text === undefined) res.status(404).send(plainPage(`Postmortem of ${id}`, [notWritten(id)]));
      else res.attachment(`postmortem-${id}.md`).type('text/markdown; charset=utf-8').send(text);
    }),
  );
  console.get('/incidents/:id/postmortem/edit/:part', signedIn(edit.open));
  console.post('/incidents/:id/postmortem/edit/:part', longForm(around), edit.send);
  console.post('/incidents/:id/postmortem/say', form, say);

  /** A button or form of the page: its words go through the one door, and the reader stays on the page. */
  async function say(req: Request, res: Response): Promise<void> {
    const visitor = senderOf(req, res, around);
    const incident = visitor && (await found(visitor, req, res));
    if (visitor === undefined || incident === undefined) return;
    const { id } = incident.lifecycle;
    const typed = typedIn(req);
    const words = typed === undefined ? wordsOf(req, id) : adding(id, typed);
    const answer = await parts.say({
      words,
      speaker: speakerFor(parts, visitor.person),
      here: id,
      delivery: deliveryOf(visitor, valueOf(req, 'delivery'), words),
    });
    const said = { card: answer.card, ok: answer.ok, code: answer.code, words };
    // What was refused is shown at once: the form still holds what was typed.
    if (!answer.ok) return void res.status(422).send((await show(visitor, incident, { reply: said, typed })).page);
    res.redirect(303, `/incidents/${id}/postmortem?reply=${await replies.keep(visitor, said)}`);
  }
}

function typedIn(req: Request): Typed | undefined {
  const [what = '', owner = '', due = '', verify = ''] = ['what', 'owner', 'due', 'verify'].map((name) =>
    valueOf(req, name).trim(),
  );
  return what === '' ? undefined : { what, owner, due, verify };
}

/** What people type is quoted, so that no word of it is read as a flag. */
function adding(id: string, { what, owner, due, verify }: Typed): string {
  const flags = { owner, due, verify };
  const given = Object.entries(flags).filter(([, value]) => value !== '');
  return [`action ${id} ${quote(what)}`, ...given.map(([name, value]) => `--${name} ${quote(value)}`)].join(' ');
}

function wordsOf(req: Request, id: string): string {
  const n = valueOf(req, 'verified');
  return n === '' ? valueOf(req, 'words') : `action ${id} verify ${n} ${quote(valueOf(req, 'how').trim())}`;
}
