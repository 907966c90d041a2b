import type { Response } from 'express';
import type { Around } from '../console-around.ts';
import { valueOf } from '../console-say.ts';
import { answerPage, donePage, strangePage } from './page.ts';

/**
 * `/a/TICKET`: GET shows, POST acts, so that a mail scanner that opens every link acknowledges nothing. The ticket alone says
 * who answers; there is no session, so there is nothing that another site could use.
 */
export function answerRoutes({ console, parts, form }: Pick<Around, 'console' | 'parts' | 'form'>): void {
  const { answers } = parts;
  const strange = (res: Response) => void res.status(404).send(strangePage());

  console.get('/a/:ticket', async (req, res) => {
    const found = await answers.look(req.params.ticket);
    if (found === undefined) return strange(res);
    res.send(answerPage(found, parts.book()));
  });
  console.post('/a/:ticket', form, async (req, res) => {
    const ticket = String(req.params['ticket']);
    const before = await answers.look(ticket);
    const reply = await answers.press(ticket, valueOf(req, 'digit'));
    if (reply === undefined || before === undefined) return strange(res);
    res.status(reply.ok ? 200 : 409).send(donePage(reply, before.ticket.about, before.done !== undefined));
  });
}
