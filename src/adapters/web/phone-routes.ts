import type { Request, RequestHandler, Response } from 'express';
import { isMember } from '../../core/incident/members.ts';
import type { Around } from './console-around.ts';
import { valueOf } from './console-say.ts';
import { plainPage } from './pages/layout.ts';
import { phonesPage } from './pages/phones/page.ts';
import { answerAs } from './phone-wall/answer.ts';
import { nextDueFor, orderTime } from './phone-wall/clock.ts';
import { handsetsOf } from './phone-wall/handsets.ts';
import { saidOnPhones } from './phone-wall/said.ts';
import { seenPages } from './phone-wall/signs-of-life.ts';
import type { Known } from './phone-wall/standing.ts';
import type { SeenPhones } from './seen-phones.ts';
import { seenPhones } from './seen-phones.ts';
import type { Visitor } from './visitors.ts';
import { comesFromElsewhere, readingFor } from './visitors.ts';

const MOST_REMEMBERED = 1_000;

/** `/phones`: the wall of simulated phones, and the clock of the incidents. */
export function phoneRoutes({ console, parts, sessions, signedIn, frame, form }: Around): void {
  const said = saidOnPhones();
  const leaps = new Set<string>();
  const seenBy = ({ person }: Visitor) => seenPhones(parts, (incident) => isMember(incident, person), person);

  /** Only of what is open: whatever is over needs no answer. */
  async function knownOf({ incidents }: SeenPhones): Promise<ReadonlyMap<string, Known>> {
    const known = [...incidents].map(async ([id, incident]): Promise<readonly [string, Known]> => {
      const { id: its, phase } = incident.lifecycle;
      return [id, { incident, seenPages: seenPages(phase === 'open' ? await parts.events(its) : []) }];
    });
    return new Map(await Promise.all(known));
  }

  async function wall(visitor: Visitor, res: Response) {
    const { person } = visitor;
    const { time } = parts;
    const seen = await seenBy(visitor);
    const own = said
      .list()
      .filter(({ incident, by }) => (incident === null ? by === String(person) : seen.incidents.has(incident)));
    const [book, reading] = [parts.book(), await readingFor(parts, person)];
    res.send(
      phonesPage({
        frame: await frame(visitor),
        book,
        reading,
        handsets: handsetsOf({ book, phones: seen.phones, known: await knownOf(seen), said: own }),
        clock:
          time === undefined
            ? { wall: parts.wall.now(), control: undefined }
            : { wall: parts.wall.now(), control: { due: await nextDueFor(parts, time, person) } },
      }),
    );
  }

  async function answer(visitor: Visitor, req: Request, res: Response) {
    const [person = '', key = '', incident = '', text = '', delivery = ''] = [
      'person',
      'key',
      'incident',
      'text',
      'delivery',
    ].map((name) => valueOf(req, name));
    // Where real people are paged too, nobody speaks for somebody else.
    if (!parts.isSimulated && person !== String(visitor.person))
      return void res
        .status(403)
        .send(
          plainPage('Not yours', [
            'Real people are paged here too: you can answer on your own phone only. Nothing was done.',
          ]),
        );
    const sitting = { person: visitor.person, session: visitor.session.id, seen: await seenBy(visitor) };
    const done = await answerAs({ parts, said }, { person, key, incident, text, delivery }, sitting);
    if (done) res.redirect(303, `/phones#phone_name-${encodeURIComponent(person)}`);
    else res.status(404).send(plainPage('Not there', ['There is no such phone on the wall. Nothing was done.']));
  }

  /** A leap that was pressed twice is one; the other buttons mean the same however often. */
  function isFirst(press: string): boolean {
    if (leaps.has(press)) return false;
    leaps.add(press);
    const [oldest] = leaps;
    if (leaps.size > MOST_REMEMBERED && oldest !== undefined) leaps.delete(oldest);
    return true;
  }

  async function changeTime(visitor: Visitor, req: Request, res: Response) {
    const [speed = '', minutes = '', to = '', delivery = ''] = ['speed', 'minutes', 'to', 'delivery'].map((name) =>
      valueOf(req, name),
    );
    if ((minutes === '' && to === '') || isFirst(`${visitor.session.id}/${delivery}`)) {
      const did = await orderTime(parts, { speed, minutes, to }, visitor.person);
      if (did !== undefined) parts.log.info({ by: visitor.person, did }, 'the clock was changed on the phone wall');
    }
    res.redirect(303, '/phones');
  }

  /** The wall where any phone is simulated; the clock only where no pager reaches anybody real. */
  const simulated =
    (handle: RequestHandler, is = parts.hasPhones): RequestHandler =>
    (req, res, next) => {
      if (is) return handle(req, res, next);
      return void res
        .status(404)
        .send(plainPage('Not there', ['Pages go to real phones here, so there is no wall of simulated ones.']));
    };

  /** A form of the wall, sent by one of its own pages. */
  const posted = (handle: (visitor: Visitor, req: Request, res: Response) => Promise<void>, is?: boolean) =>
    simulated(
      signedIn(async (visitor, req, res) => {
        if (!comesFromElsewhere(req) && sessions.isFormToken(visitor.session, valueOf(req, 'form')))
          return handle(visitor, req, res);
        return void res
          .status(403)
          .send(plainPage('This page is too old', ['Go back, load it again and press once more. Nothing was done.']));
      }),
      is,
    );

  console.get('/phones', simulated(signedIn((visitor, _req, res) => wall(visitor, res))));
  console.post('/phones/answer', form, posted(answer));
  console.post('/phones/clock', form, posted(changeTime, parts.isSimulated));
}
