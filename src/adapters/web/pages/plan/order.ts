import type { FunctionId, SystemId } from '../../../../core/ids.ts';
import { functionId, systemId } from '../../../../core/ids.ts';
import { functionsHit } from '../../../../core/plan/depends.ts';
import type { Ordered } from '../../../../core/plan/if-fails.ts';
import { orderWhenFails, systemsHit } from '../../../../core/plan/if-fails.ts';
import type { Place } from '../../../../core/plan/order.ts';
import { recoveryOrder } from '../../../../core/plan/order.ts';
import { entry } from '../../../../core/plan/schema.ts';
import { inWords, spanMs } from '../../../../core/time.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import type { Row } from '../table.ts';
import { table } from '../table.ts';
import { peakNow } from './functions.ts';
import { functionLink, functionName, systemLink, systemName } from './names.ts';
import type { PlanView } from './plan-page.ts';
import { planPage } from './plan-page.ts';
import { spanWords } from './span-words.ts';
import { rtoNow, tooSlow } from './too-slow.ts';

export type Failed = { readonly system: SystemId } | { readonly function: FunctionId };

/** `system.files` or `function.claims` of the address; undefined for anything that the plan does not have. */
export function readFailed({ book }: Pick<PlanView, 'book'>, words: string): Failed | undefined {
  const [, kind, id = ''] = /^(system|function)\.(.+)$/.exec(words) ?? [];
  if (kind === 'system' && entry(book.plan.systems, id) !== undefined) return { system: systemId(id) };
  if (kind === 'function' && entry(book.plan.functions, id) !== undefined) return { function: functionId(id) };
  return undefined;
}

/** `/plan/order`: in which order systems come back, of all or after one failure, with the reason for every place. */
export function orderPage(view: PlanView, asked: string): string {
  const failed = readFailed(view, asked);
  const title = failed === undefined ? 'Recovery order' : `If “${nameOfFailed(view, failed)}” fails`;
  const unknown =
    asked === '' || failed !== undefined
      ? html``
      : html`<p class="banner">
          <strong>[!]</strong> The plan has nothing of that name. This is the order of all systems.
        </p>`;
  const body = html`<h1><bdi>${title}</bdi></h1>
    ${unknown} ${peakNow(view)} ${chooser(view, asked)}
    <section id="order">
      <h2>Bring back in this order</h2>
      <p>
        First what others hang on, then what must be back soonest, then what customers see. Times count from the start
        of the impact.
      </p>
      ${orderSection(view, failed)}
    </section>
    ${failed !== undefined && 'system' in failed ? hitSection(view, failed.system) : ''}`;
  return planPage(view, { title, section: '/plan/order', body });
}

const nameOfFailed = ({ book }: PlanView, failed: Failed) =>
  'system' in failed ? systemName(book, failed.system) : functionName(book, failed.function);

function chooser({ book }: PlanView, asked: string): Html {
  const group = (kind: 'function' | 'system', all: Readonly<Record<string, { readonly name: string }>>) =>
    Object.entries(all).map(([id, { name }]) => {
      const value = `${kind}.${id}`;
      return html`<option value="${value}" ${value === asked ? html`selected` : ''}>${name}</option>`;
    });
  return html`<form method="get" action="/plan/order" class="choose screen-only">
    <label for="fails">What fails?</label>
    <div class="row">
      <select id="fails" name="fails">
        <option value="">Everything: the order of all systems</option>
        <optgroup label="A function stands still">${group('function', book.plan.functions)}</optgroup>
        <optgroup label="A system fails">${group('system', book.plan.systems)}</optgroup>
      </select>
      <button>Show</button>
    </div>
  </form>`;
}

const PARTS: Readonly<Record<Ordered['part'], string>> = {
  failed: 'has failed',
  'hangs on it': 'stops with it',
  needed: 'needed',
  tool: 'have it at hand',
};

/** The order as a table, in the objectives that hold at this moment. */
export function orderSection(view: PlanView, failed: Failed | undefined): Html {
  const { book } = view;
  const rtoOf = rtoNow(view);
  const places =
    failed === undefined
      ? recoveryOrder(book.plan, rtoOf).map((place) => ({ ...place, part: undefined }))
      : orderWhenFails(book.plan, failed, rtoOf);
  if (places.length === 0) return html`<p>The plan names no systems for this.</p>`;
  const heads = [
    'Place',
    'System',
    ...(failed === undefined ? [] : ['Part']),
    'Back within',
    'To restore takes',
    'Why here',
  ];
  const late = new Set(tooSlow(book.plan, rtoOf).flatMap(({ systems }) => systems));
  const rows: readonly Row[] = places.map((place, n) => {
    return {
      id: `place-${place.system}`,
      cells: [
        n + 1,
        systemLink(book, place.system),
        ...(place.part === undefined ? [] : [PARTS[place.part]]),
        place.needBy === undefined ? '' : spanWords(place.needBy),
        takesHtml(book, place, late.has(place.system)),
        place.why.replace(/^back within \S+ for/, 'for'),
      ],
    };
  });
  return table(heads, rows);
}

/** A function that can do with another of the same group, or a mere tool, need not wait for a system that takes long. */
function takesHtml({ plan }: PlanView['book'], { system, needBy }: Place, isLate: boolean): Html {
  const takes = entry(plan.systems, system)?.restore_time;
  if (takes === undefined) return html``;
  if (isLate) return html`<strong class="warn">[!] ${spanWords(takes)}: longer than the function may be out</strong>`;
  if (needBy === undefined || spanMs(takes) <= spanMs(needBy)) return html`${spanWords(takes)}`;
  return html`${spanWords(takes)}: longer than that, but no function depends on this one alone`;
}

/** What a failed system takes with it, in words. */
export function hitSection({ book }: PlanView, system: SystemId): Html {
  const functions = functionsHit(book.plan, [system]);
  const systems = systemsHit(book.plan, [system]);
  const when = (how: 'stops' | 'degraded', afterMs: number) =>
    `${how === 'stops' ? 'stops' : 'goes on worse'} ${afterMs === 0 ? 'at once' : `after ${inWords(afterMs)}`}`;
  const rows = [
    ...functions.map((hit) => ({
      cells: [functionLink(book, hit.function), 'function', when(hit.how, hit.afterMs)],
      state: hit.how,
    })),
    ...systems.map((hit) => ({
      cells: [systemLink(book, hit.system), 'system', when(hit.how, hit.afterMs)],
      state: hit.how,
    })),
  ];
  return html`<section id="hit">
    <h2>What is hit when it fails</h2>
    ${rows.length === 0 ? html`<p>Nothing else: no function or system of the plan hangs on it alone.</p>` : table(['What', 'Kind', 'How'], rows)}
  </section>`;
}
