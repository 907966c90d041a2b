import type { BusinessFunction } from '../../../../core/plan/schema.ts';
import { spanMs } from '../../../../core/time.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { table } from '../table.ts';
import { spanWords } from './span-words.ts';

/** All in units of the picture, which is as wide as a telephone. */
const WIDTH = 360;
const LEFT = 62;
const RIGHT = 12;
const FLOOR = 132;
const HEIGHT = 154;
/** Two times nearer than this would be written over each other; the table below has all of them. */
const APART = 46;
/** The word at the beginning of the time is as wide. */
const FIRST = 68;
const RISE = { minor: 28, serious: 58, severe: 88 } as const;

/** What it costs to be without a function as time goes by: a picture, and the same in a table. */
export function impactHtml(id: string, it: BusinessFunction): Html {
  if (it.impact.length === 0) return html`<p class="faint">The plan does not say what an outage costs over time.</p>`;
  const rows = sorted(it).map(({ after, level, what }) => ({ cells: [`after ${spanWords(after)}`, level, what] }));
  return html`<figure class="impact" aria-labelledby="impact-${id}">
    <figcaption id="impact-${id}">What it costs to be without it, as time goes by</figcaption>
    ${picture(it)} ${table(['When', 'Impact', 'What happens'], rows)}
  </figure>`;
}

const sorted = ({ impact }: BusinessFunction) => impact.toSorted((a, b) => spanMs(a.after) - spanMs(b.after));

function picture(it: BusinessFunction): Html {
  const steps = sorted(it);
  const marks = [...steps.map(({ after }) => after), it.rto, ...(it.mtd === undefined ? [] : [it.mtd])].map(spanMs);
  const end = Math.max(...marks) * 1.08;
  const x = (ms: number) => Math.round(LEFT + ((WIDTH - LEFT - RIGHT) * ms) / end);
  const areas = steps.map(({ after, level }, i) => {
    const from = x(spanMs(after));
    const next = steps[i + 1];
    const to = next === undefined ? WIDTH - RIGHT : x(spanMs(next.after));
    return html`<rect
      class="step ${level}"
      x="${from}"
      y="${FLOOR - RISE[level]}"
      width="${Math.max(1, to - from)}"
      height="${RISE[level]}"
    />`;
  });
  return html`<svg
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    width="${WIDTH}"
    height="${HEIGHT}"
    role="img"
    aria-label="${inWords(it)}"
  >
    ${(['minor', 'serious', 'severe'] as const).map(
      (level) =>
        html`<line
            class="grid"
            x1="${LEFT}"
            x2="${WIDTH - RIGHT}"
            y1="${FLOOR - RISE[level]}"
            y2="${FLOOR - RISE[level]}"
          />
          <text class="level" x="${LEFT - 6}" y="${FLOOR - RISE[level] + 4}" text-anchor="end">${level}</text>`,
    )}
    ${areas}
    <line class="floor" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${FLOOR}" y2="${FLOOR}" />
    ${mark({ at: x(spanMs(it.rto)), top: 12, name: `RTO ${spanWords(it.rto)}`, look: 'rto' })}
    ${it.mtd === undefined ? false : mark({ at: x(spanMs(it.mtd)), top: 30, name: `MTD ${spanWords(it.mtd)}`, look: 'mtd' })}
    ${times(steps.map(({ after }) => [x(spanMs(after)), spanWords(after)]))}
  </svg>`;
}

type Mark = { readonly at: number; readonly top: number; readonly name: string; readonly look: string };

/** RTO and MTD are told apart by their names, their heights and their dashes. */
function mark({ at, top, name, look }: Mark): Html {
  const [anchor, shift] = at > WIDTH / 2 ? ['end', -4] : ['start', 4];
  return html`<line class="mark ${look}" x1="${at}" x2="${at}" y1="${top - 8}" y2="${FLOOR}" />
    <text class="name" x="${at + shift}" y="${top}" text-anchor="${anchor}">${name}</text>`;
}

function times(all: readonly (readonly [x: number, words: string])[]): Html {
  let last = LEFT + FIRST - APART;
  const shown = all.filter(([x]) => {
    if (x - last < APART) return false;
    last = x;
    return true;
  });
  return html`<text class="time" x="${LEFT}" y="${HEIGHT - 6}">failure</text> ${shown.map(
      ([x, words]) =>
        html`<text class="time" x="${x}" y="${HEIGHT - 6}" text-anchor="${x > WIDTH - 50 ? 'end' : 'middle'}"
          >${words}</text
        >`,
    )}`;
}

function inWords(it: BusinessFunction): string {
  const steps = sorted(it).map(({ after, level, what }) => `${level} after ${spanWords(after)}: ${what}`);
  const mtd = it.mtd === undefined ? '' : ` It must never be longer than ${spanWords(it.mtd)}, its MTD.`;
  return `Impact of an outage: ${steps.join('; ')}. It shall be back after ${spanWords(it.rto)}, its RTO.${mtd}`;
}
