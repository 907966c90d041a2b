import type { Reading } from '../../../../core/incident/cards.ts';
import type { IncidentId } from '../../../../core/ids.ts';
import type { Instant } from '../../../../core/time.ts';
import { MINUTE_MS, dayAndTime, inWords, msBetween, zoneName } from '../../../../core/time.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { LEAPS, NEXT, SPEEDS } from '../../phone-wall/clock.ts';
import { hidden } from '../card-html.ts';
import type { Frame } from '../layout.ts';
import { due } from '../moment.ts';
import { paceOf } from '../pace.ts';

export type ClockShown = {
  /** The machine's time. */
  readonly wall: Instant;
  /** Undefined where time runs as it does. */
  readonly control: { readonly due: { readonly at: Instant; readonly incident: IncidentId } | undefined } | undefined;
};

type Parts = { readonly frame: Frame; readonly reading: Reading; readonly clock: ClockShown };

/** Muster's clock, and what may be done to it. The page's script lets the seconds run. */
export function clockHtml({ frame, reading, clock }: Parts): Html {
  const { at, zone } = reading;
  const ahead = msBetween(clock.wall, at);
  const side = ahead > 0 ? 'ahead of' : 'behind';
  return html`<section class="panel clock" aria-labelledby="clock-name">
    <h2 id="clock-name">Muster's clock</h2>
    <p class="face">
      <time id="clock" datetime="${at}" data-zone="${zone}" data-zone-name="${zoneName(at, zone)}"
        >${dayAndTime(at, zone)}</time
      >
    </p>
    <p>
      <strong>${paceOf(frame.clock.speed)}.</strong> ${
        Math.abs(ahead) < MINUTE_MS ? '' : `It is ${inWords(ahead)} ${side} this machine's clock.`
      }
    </p>
    ${
      clock.control === undefined
        ? html`<p class="faint">It cannot be changed here: something that reaches real people is set up.</p>`
        : control(clock.control, { frame, reading })
    }
  </section>`;
}

function control({ due: next }: NonNullable<ClockShown['control']>, { frame, reading }: Omit<Parts, 'clock'>): Html {
  const parts = { formToken: frame.formToken };
  return html`<div class="controls">
    <form id="clock-speed" method="post" action="/phones/clock" data-wall>
      ${hidden(parts)}
      <fieldset>
        <legend>How fast</legend>
        ${SPEEDS.map(
          (speed) =>
            html`<button
              id="speed-${speed}"
              name="speed"
              value="${speed}"
              aria-pressed="${String(speed === frame.clock.speed)}"
            >
              ${speed === 0 ? 'Pause' : `${speed}×`}
            </button> `,
        )}
      </fieldset>
    </form>
    <form id="clock-leap" method="post" action="/phones/clock" data-wall>
      ${hidden(parts)}
      <fieldset>
        <legend>Go on at once</legend>
        ${LEAPS.map((minutes) => html`<button id="leap-${minutes}" name="minutes" value="${minutes}">+${minutes} min</button> `)}
        ${next === undefined ? false : html`<button id="leap-next" name="to" value="${NEXT}">To the next thing due</button>`}
      </fieldset>
      ${
        next === undefined
          ? html`<p class="faint">Nothing is due.</p>`
          : html`<p class="faint">Next due in ${next.incident}: ${due(next.at, reading)}</p>`
      }
    </form>
  </div>`;
}
