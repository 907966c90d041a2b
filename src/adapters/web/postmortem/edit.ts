import type { Request, Response } from 'express';
import { nameOf } from '../../../core/book.ts';
import type { Block } from '../../../core/card.ts';
import { card, list } from '../../../core/card.ts';
import { placeOf } from '../../../core/incident/members.ts';
import type { Incident } from '../../../core/incident/state.ts';
import { blameHint } from '../../../core/nudge.ts';
import { mayDo } from '../../../core/permissions.ts';
import { MOST_CHARACTERS, partText, tidied } from '../../../core/postmortem/edit.ts';
import { ownWords, partTitle } from '../../../core/postmortem/questions.ts';
import type { Around } from '../console-around.ts';
import { valueOf, valuesOf } from '../console-say.ts';
import { plainPage } from '../pages/layout.ts';
import type { EditParts } from '../pages/postmortem/edit.ts';
import { editPage, keptPage } from '../pages/postmortem/edit.ts';
import { lastEdit } from '../pages/postmortem/part.ts';
import { nameOfText, senderOf } from './form.ts';
import type { Visitor } from '../visitors.ts';

type Ask = { readonly visitor: Visitor; readonly incident: Incident; readonly name: string };
type Draft = Pick<EditParts, 'text' | 'loaded'> & Partial<EditParts>;

/** `/incidents/INC-42/postmortem/edit/sense`: one part in a box, and what is done with the box. */
export function postmortemEdit(around: Around) {
  const { parts, replies, frame, found } = around;

  /** Whether this person may write here; a no was sent otherwise. */
  function mayWrite({ visitor, incident }: Ask, res: Response, text: string): boolean {
    const allowed = mayDo('postmortem', placeOf(incident, parts.book(), visitor.person));
    if (!allowed.ok) res.status(403).send(keptPage('Not yours to write', allowed.say, text));
    return allowed.ok;
  }

  async function show({ visitor, incident, name }: Ask, draft: Draft): Promise<string> {
    return editPage({ frame: await frame(visitor), id: incident.lifecycle.id, name, ...draft });
  }

  async function open(visitor: Visitor, req: Request, res: Response): Promise<void> {
    const incident = await found(visitor, req, res);
    if (incident === undefined) return;
    const ask = { visitor, incident, name: String(req.params['part'] ?? '') };
    const text = partText((await parts.postmortem(incident.lifecycle.id)) ?? '', ask.name);
    if (text === undefined) return void res.status(404).send(plainPage('Not there', [gone(ask)]));
    if (mayWrite(ask, res, '')) res.send(await show(ask, { text, loaded: nameOfText(text) }));
  }

  async function send(req: Request, res: Response): Promise<void> {
    const visitor = senderOf(req, res, around);
    const incident = visitor && (await found(visitor, req, res));
    if (visitor === undefined || incident === undefined) return;
    const ask = { visitor, incident, name: String(req.params['part'] ?? '') };
    const text = tidied(valueOf(req, 'text'));
    const loaded = valueOf(req, 'loaded');
    if (valuesOf(req, 'text').length === 0)
      return void res.status(400).send(plainPage('That did not work', ['The form held no text. Nothing was changed.']));
    if (!mayWrite(ask, res, text)) return;
    if (text.length > MOST_CHARACTERS)
      return void res.status(413).send(await show(ask, { text, loaded, problem: tooLong(text) }));
    const wanted = valueOf(req, 'do');
    if (wanted === 'preview')
      return void res.send(await show(ask, { text, loaded, preview: hintsOn(ask, text).map(beforehand) }));
    if (wanted === 'both') return void res.send(await show(ask, await together(ask, text)));
    await save(ask, { text, loaded }, res);
  }

  async function save(ask: Ask, { text, loaded }: Draft, res: Response): Promise<void> {
    const { visitor, incident, name } = ask;
    const { id } = incident.lifecycle;
    const isAsLoaded = (now: string) => nameOfText(now) === loaded;
    const edited = await parts.editPostmortem(id, visitor.person, { name, text, isAsLoaded });
    switch (edited.outcome) {
      case 'saved':
      case 'same': {
        const title = `Saved: ${partTitle(name)}`;
        const reply = {
          card: card(title, { tone: 'good', blocks: hintsOn(ask, text) }),
          ok: true,
          code: 'said',
          words: '',
        };
        const kept = await replies.keep(visitor, reply);
        return void res.redirect(303, `/incidents/${id}/postmortem?reply=${kept}&part=${name}#part-${name}`);
      }
      case 'conflict':
        return void res.status(409).send(await show(ask, await beside(ask, text, edited.now)));
      case 'gone':
        return void res.status(409).send(await show(ask, { text, loaded, problem: gone(ask) }));
      case 'failed':
        return void res.status(503).send(await show(ask, { text, loaded, problem: edited.say }));
      default:
        edited satisfies never;
    }
  }

  /** Both texts side by side; what is saved next is judged against the other one. */
  async function beside({ incident, name }: Ask, text: string, now: string): Promise<Draft> {
    const last = lastEdit(await parts.events(incident.lifecycle.id), name);
    const by = last === undefined ? 'Somebody' : nameOf(incident.book, last.by);
    return { text, loaded: nameOfText(now), other: { text: now, by } };
  }

  /** Both texts in the box, theirs first. */
  async function together(ask: Ask, text: string): Promise<Draft> {
    const now = partText((await parts.postmortem(ask.incident.lifecycle.id)) ?? '', ask.name) ?? '';
    return beside(ask, [now, text].filter((one) => one !== '').join('\n\n'), now);
  }

  return { open, send };
}

/** Private hints to the writer (domain 5.2); the questions are Muster's own words. */
function hintsOn({ incident, name }: Ask, text: string): readonly Block[] {
  return blameHint(ownWords(name, text), incident.book, name === 'actions');
}

/** The same hints while nothing is written down yet. */
const beforehand = (block: Block): Block =>
  block.kind === 'list' ? list(block.items, 'Only you see this. Perhaps say it another way:') : block;

const gone = ({ incident, name }: Ask) =>
  `The postmortem of ${incident.lifecycle.id} has no part "${name.slice(0, 40)}". If it should, bring the facts up to date on its page: missing parts are put back.`;

const tooLong = (text: string) =>
  `These are ${text.length.toLocaleString('en')} characters, and a part holds ${MOST_CHARACTERS.toLocaleString('en')}. Shorten it, or put the long piece into a document of its own and write here where it is.`;
