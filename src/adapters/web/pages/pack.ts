import type { Book } from '../../../core/book.ts';
import { packFindings, printedCopies } from '../../../core/plan/offline-pack.ts';
import type { Plan } from '../../../core/plan/schema.ts';
import type { Instant } from '../../../core/time.ts';
import { dateOf, fromNow } from '../../../core/time.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { nameIn, withYear } from '../pack/pieces.ts';
import type { Frame } from './layout.ts';
import { page } from './layout.ts';

export type PackParts = {
  readonly frame: Frame;
  readonly book: Book;
  readonly now: Instant;
  /** This person may see everybody's numbers. */
  readonly mayHave: boolean;
  /** When the file in the data folder was made; undefined while there is none. */
  readonly madeAt: Instant | undefined;
  readonly missing: readonly string[];
};

/** What the break-glass pack is, how old it is, who has it on paper, and where to get it. */
export function packPage({ frame, book, now, mayHave, madeAt, missing }: PackParts): string {
  const { plan } = book;
  const body = html`<h1>Break-glass pack</h1>
    <p>
      Everything for the hour in which Muster, chat and mail are down: numbers, who is called, workarounds, recovery
      order, vendors, words and playbooks, on one page that opens without Muster and prints well.
    </p>
    ${missing.map((say) => html`<p class="banner alarm"><strong>[!!]</strong> ${say}</p>`)}
    <section class="card" id="copy">
      <h2>Take a copy</h2>
      ${mayHave ? take() : html`<p>${whoToAsk(plan)}</p>`}
    </section>
    ${printed(plan, now)}
    <section class="card" id="file">
      <h2>The file on Muster’s own disk</h2>
      ${
        madeAt === undefined
          ? html`<p><strong>[!]</strong> There is none yet.</p>`
          : html`<p>
              Made <time datetime="${madeAt}">${withYear(madeAt, plan.plan.timezone)}</time> (${fromNow(madeAt, now)})
              from plan version <bdi>${plan.plan.version ?? 'without a name'}</bdi>, hash ${book.hash.slice(0, 12)}.
            </p>`
      }
      <p>
        Made anew whenever the plan changes, and every day: <code>pack/break-glass.html</code> in the data folder, the
        pack of the plan before beside it. Without a browser: <code>npx muster pack --out FILE</code>.
      </p>
    </section>`;
  return page({ title: 'Break-glass pack', body, frame });
}

const take = (): Html =>
  html`<div class="buttons">
      <a class="button" href="/pack/break-glass.html">Open it to read or print</a>
      <a class="button" href="/pack/break-glass.html?save">Save the file</a>
    </div>
    <p>
      It is made at that moment and says its own age. It holds everybody’s private numbers, so who takes a copy is
      written into Muster’s log. Lock it away, and shred the one before.
    </p>`;

function printed(plan: Plan, now: Instant): Html {
  const findings = packFindings(plan, now);
  const pack = plan.incident_bot.offline_pack;
  const copies = printedCopies(plan);
  return html`<section class="card ${findings.length === 0 ? 'good' : 'warn'}" id="paper">
    <h2>Printed copies</h2>
    ${
      findings.length === 0
        ? html`<p><strong>[ok]</strong> Fresh enough, and more than one person has it.</p>`
        : findings.map(
            ({ rule, message, suggestion = '' }) =>
              html`<p><strong>[!]</strong> ${message} ${suggestion} (${rule})</p>`,
          )
    }
    ${
      pack === undefined
        ? false
        : html`<dl>
            <dt>Who has one</dt>
            <dd>${pack.holders.map((who) => nameIn(plan, who)).join(', ') || 'nobody'}</dd>
            <dt>Printed</dt>
            <dd>
              ${
                copies === undefined
                  ? 'the plan does not say when'
                  : html`<time datetime="${copies.at}">${dateOf(copies.at, plan.plan.timezone)}</time>
                      (${fromNow(copies.at, now)})`
              }
            </dd>
            <dt>To be renewed</dt>
            <dd>every ${pack.every}</dd>
          </dl>`
    }
  </section>`;
}

export const whoToAsk = (plan: Plan) =>
  `The pack holds everybody’s private numbers, so it is for those with a role or a place on a call list. Ask ${nameIn(plan, plan.plan.owner)}, who keeps the plan.`;
