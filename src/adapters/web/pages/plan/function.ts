import { functionId } from '../../../../core/ids.ts';
import type { BusinessFunction } from '../../../../core/plan/schema.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { functionHtml, peakNow } from './functions.ts';
import { hangsOn } from './needs.ts';
import { orderSection } from './order.ts';
import type { PlanView } from './plan-page.ts';
import { planPage } from './plan-page.ts';
import { rtoNow } from './too-slow.ts';

type Parts = { readonly id: string; readonly it: BusinessFunction; readonly picture: Html };

/** `/plan/functions/claims`: one function, what it hangs on, and in which order that comes back. */
export function functionPage(view: PlanView, { id, it, picture }: Parts): string {
  const body = html`<h1><bdi>${it.name}</bdi></h1>
    ${peakNow(view)}
    <section class="panel" id="function-${id}">
      <h2>What the plan says</h2>
      ${functionHtml(view, id, it)}
    </section>
    ${picture} ${hangsOn(view.book, it, rtoNow(view)(functionId(id)))}
    <section id="order">
      <h2>If it fails: the order to look, and to bring back</h2>
      ${orderSection(view, { function: functionId(id) })}
    </section>`;
  return planPage(view, { title: it.name, section: '/plan/functions', body });
}
