import { notWritten } from './api/incidents.ts';
import type { Around } from './console-around.ts';
import { plainPage } from './pages/layout.ts';
import { postmortemPage } from './pages/postmortem.ts';

/** `/incidents/INC-42/postmortem`, and the same as Markdown. */
export function postmortemRoutes({ console, parts, signedIn, frame, found }: Around): void {
  console.get(
    ['/incidents/:id/postmortem', '/incidents/:id/postmortem.md'],
    signedIn(async (visitor, req, res) => {
      const id = (await found(visitor, req, res))?.lifecycle.id;
      if (id === undefined) return;
      const text = await parts.postmortem(id);
      if (text === undefined) res.status(404).send(plainPage(`Postmortem of ${id}`, [notWritten(id)]));
      else if (req.path.endsWith('.md')) res.type('text/markdown; charset=utf-8').send(text);
      else res.send(postmortemPage(await frame(visitor), id, text));
    }),
  );
}
