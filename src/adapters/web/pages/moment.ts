import type { Reading } from '../../../core/incident/cards.ts';
import type { Instant } from '../../../core/time.ts';
import { dayAndTime, fromNow, shortTime } from '../../../core/time.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';

/** `14:40 EST`; screen readers and the title have the day too. */
export const moment = (at: Instant, { at: now, zone }: Reading): Html =>
  html`<time datetime="${at}" title="${dayAndTime(at, zone)}">${shortTime(at, zone, now)}</time>`;

/** `in 22 min`; the page's script counts it on. */
export const counting = (at: Instant, { at: now }: Reading): Html =>
  html`<span data-from-now="${at}">${fromNow(at, now)}</span>`;

/** `14:40 EST, in 22 min`: how every deadline is shown. */
export const due = (at: Instant, reading: Reading): Html => html`${moment(at, reading)}, ${counting(at, reading)}`;
