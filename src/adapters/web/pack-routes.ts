import { dateOf } from '../../core/time.ts';
import { mayHavePack } from '../../core/plan/offline-pack.ts';
import type { Around } from './console-around.ts';
import { plainPage } from './pages/layout.ts';
import { packPage, whoToAsk } from './pages/pack.ts';

/** `/pack`: how old the break-glass pack is and who holds it on paper; and the pack itself, for people who may see numbers. */
export function packRoutes({ console, parts, signedIn, frame }: Around): void {
  console.get(
    '/pack',
    signedIn(async (visitor, _req, res) => {
      const now = await parts.now();
      const { plan } = parts.book();
      res.send(
        packPage({
          frame: await frame(visitor),
          book: parts.book(),
          now,
          mayHave: mayHavePack(plan, visitor.person),
          madeAt: parts.pack.madeAt(),
          missing: parts.pack.missing(),
        }),
      );
    }),
  );
  console.get(
    '/pack/break-glass.html',
    signedIn(async (visitor, req, res) => {
      const book = parts.book();
      if (!mayHavePack(book.plan, visitor.person))
        return void res.status(403).send(plainPage('Not for you', [whoToAsk(book.plan)]));
      const { html, policy } = parts.pack.make(book);
      parts.log.info({ person: visitor.person, plan: book.hash }, 'the break-glass pack was taken');
      res.set('Content-Security-Policy', `${policy}; frame-ancestors 'none'`);
      const name = `break-glass-${dateOf(await parts.now(), book.plan.plan.timezone)}.html`;
      if (req.query['save'] !== undefined) res.attachment(name);
      res.type('html').send(html);
    }),
  );
}
