import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Book } from '../../../core/book.ts';
import { DAY_MS, dateOf } from '../../../core/time.ts';
import type { Instant } from '../../../core/time.ts';
import type { Html } from '../html.ts';
import { escaped, html, trusted } from '../html.ts';
import { audiences, obligations } from './audiences.ts';
import { escalation } from './escalation.ts';
import { firstMinutes } from './first-minutes.ts';
import { functions } from './functions.ts';
import { people, roles } from './people.ts';
import { phoneTree } from './phone-tree.ts';
import type { Made } from './pieces.ts';
import { nameIn, spaced, withYear } from './pieces.ts';
import { playbooks } from './playbooks.ts';
import { recovery } from './recovery.ts';
import { vendors } from './vendors.ts';

const STYLE = readFileSync(join(import.meta.dirname, 'pack.css'), 'utf8')
  .replaceAll(/\s+/g, ' ')
  .trim();
/** The only script, and nothing depends on it: on a screen the pack counts its own days. */
const SCRIPT =
  `const e=document.getElementById("age"),d=Math.floor((Date.now()-Date.parse(e.dataset.made))/${DAY_MS});` +
  'if(d>=0)e.textContent=d===0?"Made today.":d===1?"One day old.":d+" days old."+(d>31?" TOO OLD: ask for a new one.":"")';

const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Lines of the log sheet: about a page. */
const LOG_LINES = 24;
/** How a plan names a secret that is kept elsewhere. */
const SECRET = /secret:([A-Z][A-Z0-9_]*)/g;

/** The pack as one file, and the policy under which a browser shows it: its own style, its own script, nothing else. */
export type Pack = { readonly html: string; readonly policy: string };

/**
 * Everything that a firm needs in an incident when Muster, chat and mail are down, on one page that asks nothing of any
 * other machine. Holds every number of the plan. Secrets are not in the plan; their names say where they are kept.
 */
export function packOf(book: Book, at: Instant): Pack {
  const { plan } = book;
  const made: Made = { plan, at };
  const style = `${STYLE} @page{@bottom-left{content:"${cssText(footer(book, at))}"}}`;
  const policy = `default-src 'none'; style-src ${digest(style)}; script-src ${digest(SCRIPT)}; base-uri 'none'; form-action 'none'`;
  const body = html`${head(book, at)} ${firstMinutes(made, book)} ${phoneTree(made)} ${escalation(made)} ${people(made)}
  ${roles(made)} ${functions(made)} ${recovery(made)} ${vendors(made)} ${audiences(made)} ${obligations(made)}
  ${playbooks(made, book)} ${logSheet()}`;
  const owner = nameIn(plan, plan.plan.owner);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="muster-plan" content="${book.hash}" />
        <title>Break-glass pack of ${plan.plan.company}</title>
        ${trusted(`<style>${style}</style>`)}
      </head>
      <body>
        ${body} ${trusted(`<script>${SCRIPT}</script>`)}
      </body>
    </html> `.markup;
  return { html: page.replaceAll(SECRET, (_, name) => keptElsewhere(String(name), owner)), policy };
}

/** For readers who have never seen a setting: where the secret is, and who has it. */
const keptElsewhere = (name: string, owner: string) =>
  `kept outside this paper, under the name ${name}; ask ${escaped(owner)}`;

function head({ plan, hash }: Book, at: Instant): Html {
  const { company, timezone, version, owner, approved_by: approved, reviewed } = plan.plan;
  return html`<header>
    <h1>Break-glass pack: <bdi>${company}</bdi></h1>
    <p class="made">
      Made <time datetime="${at}">${withYear(at, timezone)}</time> from plan version
      <bdi>${version ?? 'without a name'}</bdi>, hash ${hash.slice(0, 12)}; if this is older than 1 month, ask
      <bdi>${nameIn(plan, owner)}</bdi> for a new one. <span id="age" data-made="${at}"></span>
    </p>
    <p class="why">
      Keeper of the plan:
      ${nameIn(plan, owner)}.${approved === undefined ? false : html` Approved by ${nameIn(plan, approved)}.`}${
        reviewed === undefined ? false : html` Reviewed ${reviewed}.`
      }
      This holds private phone numbers: lock it away, and shred the old one.
    </p>
    <nav aria-label="Contents">
      <ol class="contents">
        ${contents(plan).map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}
      </ol>
    </nav>
  </header>`;
}

const contents = (plan: Book['plan']): readonly (readonly [id: string, name: string])[] => [
  ['first', 'The first 15 minutes'],
  ['tree', 'An incident without Muster'],
  ['escalation', 'Who is called, then who'],
  ['people', 'People'],
  ...(Object.keys(plan.roles).length === 0 ? [] : [['roles', 'Roles and who is on call'] as const]),
  ['functions', 'What must go on'],
  ...(Object.keys(plan.systems).length === 0 ? [] : [['recovery', 'In which order systems come back'] as const]),
  ...(Object.keys(plan.vendors).length === 0 ? [] : [['vendors', 'Vendors'] as const]),
  ['audiences', 'Who is told, and the words'],
  ...(Object.keys(plan.obligations).length === 0 ? [] : [['obligations', 'Notices by law and contract'] as const]),
  ['playbooks', 'Playbooks'],
  ['log', 'Log sheet'],
];

const logSheet = (): Html =>
  html`<section id="log" class="sheet">
    <h2>Log sheet</h2>
    <p>A line for each call, decision and finding. Copy this sheet before you need it.</p>
    <table class="log">
      <thead>
        <tr>
          <th>Time</th>
          <th>Who</th>
          <th>What happened, what was decided and why</th>
        </tr>
      </thead>
      <tbody>
        ${Array.from(
          { length: LOG_LINES },
          () =>
            html`<tr>
              <td></td>
              <td></td>
              <td></td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;

/** On the foot of each printed page: loose sheets must say whose they are and how old. */
const footer = ({ plan, hash }: Book, at: Instant) =>
  `${plan.plan.company}, break-glass pack of ${dateOf(at, plan.plan.timezone)}, plan ${spaced(hash.slice(0, 12))}`;

/** Text inside a string of CSS: whatever is no letter or digit is written by its number, so that nothing can end it. */
const cssText = (text: string) =>
  text.toWellFormed().replaceAll(/[^A-Za-z0-9]/gu, (mark) => `\\${(mark.codePointAt(0) ?? 32).toString(16)} `);
