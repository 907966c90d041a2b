import type { Request, Response } from 'express';
import { lint } from '../../core/plan/lint.ts';
import { seesNumbers } from '../../core/plan/numbers.ts';
import { entry } from '../../core/plan/schema.ts';
import { nearest } from '../../core/nearest.ts';
import type { Around } from './console-around.ts';
import { askedMoment } from './pages/plan/asked-moment.ts';
import { functionPage } from './pages/plan/function.ts';
import { functionsPage } from './pages/plan/functions.ts';
import { functionAddress, playbookAddress, systemAddress } from './pages/plan/names.ts';
import { orderPage } from './pages/plan/order.ts';
import { overviewPage } from './pages/plan/overview.ts';
import { pagingPage, severityFor } from './pages/plan/paging.ts';
import { peoplePage } from './pages/plan/people.ts';
import { picturePage, pictures } from './pages/plan/pictures.ts';
import type { PlanView, Section } from './pages/plan/plan-page.ts';
import { missingPage } from './pages/plan/plan-page.ts';
import { playbookPage, playbooksPage } from './pages/plan/playbooks.ts';
import { systemPage, systemsPage } from './pages/plan/systems.ts';
import { vendorsPage } from './pages/plan/vendors.ts';
import { readingFor } from './visitors.ts';
import type { Visitor } from './visitors.ts';

/** `/plan` and what is under it: the plan in force, to be read by everybody of the plan. */
export function planRoutes({ console, parts, signedIn, frame }: Around): void {
  const drawn = pictures();
  const viewFor = async (visitor: Visitor): Promise<PlanView> => ({
    book: parts.book(),
    reading: await readingFor(parts, visitor.person),
    frame: await frame(visitor),
  });
  const show = (path: string, answer: (view: PlanView, asked: Asked) => unknown) =>
    console.get(
      path,
      signedIn(async (visitor, req, res) => answer(await viewFor(visitor), { visitor, req, res })),
    );

  show('/plan', async (view, { res }) => {
    const { adoptedAt } = await parts.planLife();
    const findings = lint(view.book.plan, { at: view.reading.at, locate: () => NOWHERE });
    const refused = await parts.refusedPlan();
    res.send(overviewPage({ ...view, isSample: parts.isSample, refused, loadedAt: adoptedAt, findings }));
  });
  show('/plan/functions', (view, { res }) => res.send(functionsPage(view)));
  show('/plan/functions/:id', async (view, asked) => {
    const all = view.book.plan.functions;
    const found = entryOf(all, asked);
    if (found === undefined)
      return missing(view, asked, { section: '/plan/functions', kind: 'function', all, to: functionAddress });
    const picture = await drawn.around(view.book, `function.${found.id}`);
    return asked.res.send(functionPage(view, { ...found, picture }));
  });
  show('/plan/systems', (view, { res }) => res.send(systemsPage(view)));
  show('/plan/systems/:id', async (view, asked) => {
    const all = view.book.plan.systems;
    const found = entryOf(all, asked);
    if (found === undefined)
      return missing(view, asked, { section: '/plan/systems', kind: 'system', all, to: systemAddress });
    const picture = await drawn.around(view.book, `system.${found.id}`);
    return asked.res.send(systemPage(view, { ...found, picture }));
  });
  show('/plan/picture', async (view, { res }) => res.send(picturePage(view, await drawn.whole(view.book))));
  show('/plan/order', (view, { req, res }) => res.send(orderPage(view, queryOf(req, 'fails'))));
  show('/plan/paging', async (view, { req, res, visitor: { person } }) => {
    const { overrides } = await parts.planLife();
    const zone = view.book.plan.plan.timezone;
    const asked = askedMoment(queryOf(req, 'at'), { now: view.reading.at, zone });
    const severity = severityFor(view, queryOf(req, 'severity'));
    const feed = (who: string) => parts.feedPath?.(who);
    res.send(pagingPage({ ...view, live: { overrides, reach: await parts.reach() }, asked, severity, feed, person }));
  });
  show('/plan/people', async (view, { visitor: { person }, res }) => {
    const sees = seesNumbers(view.book, person, []) || seesNumbers(view.book, person, await parts.incidents());
    res.send(peoplePage({ ...view, person, seesNumbers: sees, reach: await parts.reach() }));
  });
  show('/plan/vendors', (view, { res }) => res.send(vendorsPage(view)));
  show('/plan/playbooks', (view, { res }) => res.send(playbooksPage(view)));
  show('/plan/playbooks/:id', (view, asked) => {
    const found = entryOf(view.book.playbooks, asked);
    if (found !== undefined) return asked.res.send(playbookPage(view, found.id, found.it));
    const all = Object.fromEntries(Object.entries(view.book.playbooks).map(([id, { title }]) => [id, { name: title }]));
    return missing(view, asked, { section: '/plan/playbooks', kind: 'playbook', all, to: playbookAddress });
  });
}

type Asked = { readonly visitor: Visitor; readonly req: Request; readonly res: Response };

/** Findings are told by their path in the plan: the console knows no files. */
const NOWHERE = { file: '', line: 0, column: 0 };

const idOf = (req: Request) => String(req.params['id'] ?? '');

function entryOf<T>(
  all: Readonly<Record<string, T>>,
  { req }: Asked,
): { readonly id: string; readonly it: T } | undefined {
  const id = idOf(req);
  const it = entry(all, id);
  return it === undefined ? undefined : { id, it };
}

function queryOf(req: Request, name: string): string {
  const value = req.query[name];
  return typeof value === 'string' ? value : '';
}

type Among = {
  readonly section: Section;
  readonly kind: string;
  readonly all: Readonly<Record<string, { readonly name: string }>>;
  readonly to: (id: string) => string;
};

function missing(view: PlanView, { req, res }: Asked, { section, kind, all, to }: Among) {
  const asked = idOf(req);
  const near = nearest(asked, Object.keys(all)).map((id) => [to(id), all[id]?.name ?? id] as const);
  return res.status(404).send(missingPage(view, { section, kind, asked, near }));
}
