import type { Reading } from '../../../../core/incident/cards.ts';
import type { TimePicture } from '../../../../core/incident/time-picture.ts';
import type { Instant } from '../../../../core/time.ts';
import { byWhen, inWords, msBetween, shortTime, toMs } from '../../../../core/time.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { due, moment } from '../moment.ts';

/** Units of the drawing. Up to the RTO time is drawn to scale in the first two thirds, from there to the MTD in the rest. */
const WIDTH = 1000;
const RTO_AT = 660;
const HEIGHT = 44;

/** Where each hour of a function lies between the beginning and its last limit, and in words below. */
export function timePicture(picture: TimePicture, reading: Reading): Html {
  const x = scaleOf(picture);
  const now = picture.restoredAt ?? reading.at;
  return html`<figure class="time" id="time-${picture.of}">
    <figcaption><strong dir="auto">${picture.name}</strong> ${stateOf(picture, reading)}</figcaption>
    <svg
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      preserveAspectRatio="none"
      role="img"
      aria-label="${inWordsOf(picture, reading)}"
    >
      <rect class="way" x="0" y="14" width="${WIDTH}" height="16" />
      <rect class="${isLate(picture, reading) ? 'gone late' : 'gone'}" x="0" y="14" width="${x(now)}" height="16" />
      ${picture.workaroundUntil === null ? false : html`<rect class="workaround" x="0" y="34" width="${x(picture.workaroundUntil)}" height="6" />`}
      ${picture.marks.map(({ at }) => line('mark', x(at), [14, 30]))}
      ${picture.rto === null ? false : line('rto', x(picture.rto), [4, 40])}
      ${picture.mtd === null ? false : line('mtd', x(picture.mtd), [4, 40])}
      ${picture.latestStarts.map(({ at }) => line('start', x(at), [8, 36]))}
      ${picture.plannedBack === null ? false : line('planned', x(picture.plannedBack), [8, 36])}
      ${picture.restoredAt === null ? line('now', x(reading.at), [0, HEIGHT]) : false}
    </svg>
    <ul class="hours">
      ${hoursOf(picture, reading)}
    </ul>
    ${picture.marks.length === 0 ? false : html`<p class="faint">Small marks: ${picture.marks.map(({ percent, at }, i) => html`${i === 0 ? '' : ', '}${percent} % at ${moment(at, reading)}`)}.</p>`}
  </figure>`;
}

type Range = readonly [from: number, to: number];
const line = (name: string, x: number, [from, to]: Range): Html =>
  html`<line class="${name}" x1="${x}" x2="${x}" y1="${from}" y2="${to}" />`;

function scaleOf({ from, rto, mtd }: TimePicture): (at: Instant) => number {
  const start = toMs(from);
  const [first, last] = [toMs(rto ?? mtd ?? from), toMs(mtd ?? rto ?? from)];
  const bend = mtd === null || rto === null ? WIDTH * 0.9 : RTO_AT;
  return (at) => {
    const ms = toMs(at);
    const share =
      ms <= first || last <= first
        ? ((ms - start) / Math.max(1, first - start)) * bend
        : bend + ((ms - first) / (last - first)) * (WIDTH * 0.96 - bend);
    return Math.round(Math.min(WIDTH - 2, Math.max(2, share)));
  };
}

const isLate = ({ rto, restoredAt }: TimePicture, { at }: Reading) => rto !== null && (restoredAt ?? at) > rto;

function stateOf({ rto, restoredAt }: TimePicture, { at }: Reading): Html {
  if (rto === null) return html`<span class="tag">no RTO in the plan</span>`;
  if (restoredAt !== null)
    return restoredAt <= rto
      ? html`<span class="tag good">back in time</span>`
      : html`<span class="tag alarm">back ${inWords(msBetween(rto, restoredAt))} too late</span>`;
  return rto < at
    ? html`<span class="tag alarm">RTO PASSED</span>`
    : html`<span class="tag">${inWords(msBetween(at, rto))} left to the RTO</span>`;
}

/** The legend is the picture in words, in the order of time. */
function hoursOf(picture: TimePicture, reading: Reading): readonly Html[] {
  const { from, rto, mtd, workaroundUntil, restoredAt, plannedBack, latestStarts } = picture;
  const item = (kind: string, label: string, at: Instant | null): { at: Instant; shown: Html }[] =>
    at === null ? [] : [{ at, shown: html`<li><span class="key ${kind}"></span>${label} ${due(at, reading)}</li>` }];
  return [
    ...item('gone', 'Began', from),
    ...latestStarts.slice(0, 4).flatMap((one) => item('start', startLabel(one, reading), one.at)),
    ...item('planned', 'Back, if all goes as planned,', plannedBack),
    ...item('gone', 'Back since', restoredAt),
    ...item('rto', 'Back by (RTO)', rto),
    ...item('workaround', 'Workaround holds until', workaroundUntil),
    ...item('mtd', 'At the latest (MTD)', mtd),
  ]
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ shown }) => shown);
}

const startLabel = ({ system, way, at }: TimePicture['latestStarts'][number], reading: Reading) =>
  at < reading.at
    ? `Too late for the RTO to begin: ${way} of ${system}, latest start was`
    : `Latest start: ${way} of ${system},`;

/** What the drawing says, for people who cannot see it. */
function inWordsOf({ name, from, rto, mtd, restoredAt }: TimePicture, { at, zone }: Reading): string {
  const parts = [`${name}: began ${byWhen(from, zone, at)}`];
  if (rto !== null) parts.push(`back by (RTO) ${byWhen(rto, zone, at)}`);
  if (mtd !== null) parts.push(`at the latest (MTD) ${byWhen(mtd, zone, at)}`);
  parts.push(restoredAt === null ? 'not back yet' : `back since ${shortTime(restoredAt, zone, at)}`);
  return parts.join('; ');
}
