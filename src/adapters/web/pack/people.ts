import { NO_OVERRIDES, shifts } from '../../../core/oncall.ts';
import type { Plan } from '../../../core/plan/schema.ts';
import { BOT, entry } from '../../../core/plan/schema.ts';
import { DAY_MS, dayAndTime, plusMs } from '../../../core/time.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { Made } from './pieces.ts';
import { callables, callablesHtml, capital, nameIn, row, spaced, waysHtml } from './pieces.ts';

/** Turns are printed so far ahead; nobody should rely on an older pack anyway. */
const TURNS_AHEAD_MS = 35 * DAY_MS;
const MOST_TURNS = 12;

/** Everybody with every number: that is what the pack is for. */
export const people = ({ plan }: Made): Html =>
  html`<section id="people">
    <h2>People</h2>
    <table>
      <thead>
        <tr>
          <th>Who</th>
          <th>How to reach them</th>
          <th>Note</th>
        </tr>
      </thead>
      <tbody>
        ${Object.entries(plan.people).map(
          ([, person]) =>
            html`<tr>
              <td>
                <strong><bdi>${person.name}</bdi></strong
                ><br />${person.title ?? ''}
              </td>
              <td>${waysHtml(person.reach)}</td>
              <td>
                ${row(
                  [
                    person.org ?? '',
                    person.site === undefined ? '' : (entry(plan.sites, person.site)?.name ?? person.site),
                    person.timezone === plan.plan.timezone ? '' : person.timezone,
                    person.quiet === undefined ? '' : `asleep ${person.quiet.from} to ${person.quiet.to}`,
                    person.hours === undefined ? '' : `works ${person.hours.text}`,
                    ...person.away.map(
                      ({ from, to, cover }) =>
                        `away ${from} to ${to}${cover === undefined ? '' : `, ${nameIn(plan, cover)} covers`}`,
                    ),
                  ].filter((note) => note !== ''),
                )}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${sites(plan)}
  </section>`;

const sites = (plan: Plan): Html =>
  Object.keys(plan.sites).length === 0
    ? html``
    : html`<h3>Sites</h3>
        <ul>
          ${Object.values(plan.sites).map(
            ({ name, address, fallback }) =>
              html`<li>
                <strong>${name}</strong>${address === undefined ? false : html`, ${address}`}${
                  fallback === undefined ? false : html`. If it cannot be used: ${fallback}`
                }
              </li>`,
          )}
        </ul>`;

/** Who does what in an incident, and who stands in. */
export const roles = (made: Made): Html =>
  Object.keys(made.plan.roles).length === 0
    ? html``
    : html`<section id="roles">
        <h2>Roles</h2>
        ${Object.entries(made.plan.roles).map(
          ([id, { who, duty }]) =>
            html`<div class="card">
              <h3>${capital(spaced(id))}</h3>
              ${duty === undefined ? false : html`<p>${duty}</p>`}
              ${who === BOT ? html`<p>Muster does this. Without it: whoever the commander names.</p>` : callablesHtml(callables(made, id))}
            </div>`,
        )}
        ${onCall(made)}
      </section>`;

function onCall({ plan, at }: Made): Html {
  const asked = { from: at, to: plusMs(at, TURNS_AHEAD_MS), live: NO_OVERRIDES };
  return html`${Object.entries(plan.schedules).map(
    ([id, { timezone }]) =>
      html`<h3>On call: ${id}</h3>
        <p class="why">By the plan. Swaps made in Muster are not here.</p>
        <ul>
          ${shifts(plan, id, asked)
            .slice(0, MOST_TURNS)
            .map(
              ({ person, from, until }) =>
                html`<li>
                  ${dayAndTime(from, timezone)} to ${dayAndTime(until, timezone)}:
                  <strong>${person === undefined ? 'nobody' : nameIn(plan, person)}</strong>
                </li>`,
            )}
        </ul>`,
  )}`;
}
