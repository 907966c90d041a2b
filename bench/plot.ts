/** Plots as SVG, made of nothing but text; readable on a light and on a dark page, for the colours follow the reader's. */

const WIDTH = 860;
const LABELS = 300;
const ROW = 26;
const TOP = 44;
const BOTTOM = 34;
const RIGHT = 70;
/** So many marks show how something is spread; more would only make the file longer. */
const QUANTILES = 100;

const STYLE = `<style>
text{font:12px system-ui,sans-serif;fill:#3d444d}.title{font-weight:600;font-size:13px}.soft{fill:#6b7480}
.grid{stroke:#d5dae0;stroke-width:1}.own{stroke:#1668dc;fill:#1668dc}.other{stroke:#8a6d3b;fill:#8a6d3b}
.model{stroke:#8b949e;fill:#8b949e}.fault{stroke:#c93c37;stroke-width:1}.band{fill:#c93c37;opacity:.14}text.own,text.other,text.model{stroke:none}
@media (prefers-color-scheme:dark){text{fill:#d4dae2}.soft{fill:#9aa4b0}.grid{stroke:#3a424c}.own{stroke:#6cb0ff;fill:#6cb0ff}
.other{stroke:#d9b36c;fill:#d9b36c}.model{stroke:#8b949e;fill:#8b949e}.fault{stroke:#ff7b72}.band{fill:#ff7b72}}
</style>`;

export type Kind = 'own' | 'other' | 'model';
export type Spread = { readonly label: string; readonly kind: Kind; readonly samples: readonly number[] };

/** One line for each, on a logarithmic scale of milliseconds: where its samples lie, its median and its 99th percentile. */
export function spreadPlot(title: string, rows: readonly Spread[]): string {
  const [least, most] = [1, Math.max(10, ...rows.flatMap(({ samples }) => [...samples]))];
  const x = logScale({ least, most, from: LABELS, to: WIDTH - RIGHT });
  const height = TOP + rows.length * ROW + BOTTOM;
  const lines = rows.map(({ label, kind, samples }, n) => {
    const y = TOP + n * ROW + ROW / 2;
    const sorted = samples.toSorted((a, b) => a - b);
    const at = (percent: number) =>
      sorted[Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))] ?? 0;
    const marks = Array.from({ length: Math.min(QUANTILES, sorted.length) }, (_, q) => at((q / QUANTILES) * 100));
    const path = marks.map((ms) => `M${x(ms)} ${y - 6}v12`).join('');
    const [p50, p99] = [at(50), at(99)];
    return [
      `<text x="${LABELS - 10}" y="${y + 4}" text-anchor="end">${escaped(label)}</text>`,
      `<path class="${kind}" d="${path}" fill="none" opacity=".35"/>`,
      `<circle class="${kind}" cx="${x(p50)}" cy="${y}" r="4"/>`,
      `<path class="${kind}" d="M${x(p99)} ${y - 9}v18" stroke-width="3"/>`,
      `<text class="${kind}" x="${x(p99) + 7}" y="${y + 4}">${figure(p99)}</text>`,
    ].join('');
  });
  const under = 'dot: median · bar and figure: 99th percentile, ms · scale is logarithmic';
  return svg(height, [heading(title), verticalGrid({ least, most, x, height }), ...lines, footer(height, under)]);
}

export type Series = {
  readonly label: string;
  readonly kind: Kind;
  /** When it was due, in ms from the beginning, and how late it was, in ms. */
  readonly points: readonly (readonly [number, number])[];
};
type Course = {
  readonly title: string;
  readonly series: readonly Series[];
  /** Instants at which something was broken, in ms, and spans while it was. */
  readonly marks?: readonly number[];
  readonly bands?: readonly (readonly [number, number])[];
};

const PANEL = 110;

/** A panel for each: how late what was due at each instant was, on a logarithmic scale, around what was broken. */
export function coursePlot({ title, series, marks = [], bands = [] }: Course): string {
  const all = series.flatMap(({ points }) => [...points]);
  const least = 1;
  const most = Math.max(10, ...all.map(([, ms]) => ms));
  const until = Math.max(1, ...all.map(([ms]) => ms), ...marks, ...bands.map(([, to]) => to));
  const left = 60;
  const x = (ms: number) => round(left + (ms / until) * (WIDTH - left - RIGHT));
  const panels = series.map(({ label, kind, points }, n) => {
    const top = TOP + n * (PANEL + 26) + 18;
    const y = logScale({ least, most, from: top + PANEL, to: top });
    const grid = decades(least, most).map(
      (ms) =>
        `<path class="grid" d="M${left} ${y(ms)}H${WIDTH - RIGHT}"/><text class="soft" x="${left - 6}" y="${y(ms) + 4}" text-anchor="end">${spoken(ms)}</text>`,
    );
    const broken = [
      ...bands.map(
        ([from, to]) =>
          `<rect class="band" x="${x(from)}" y="${top}" width="${round(x(to) - x(from))}" height="${PANEL}"/>`,
      ),
      ...marks.map((ms) => `<path class="fault" d="M${x(ms)} ${top}v${PANEL}"/>`),
    ];
    const dots = thinned(points)
      .map(([at, ms]) => `M${x(at)} ${y(Math.max(least, ms))}h.1`)
      .join('');
    return [
      `<text class="${kind}" x="${left}" y="${top - 6}">${escaped(label)}</text>`,
      ...grid,
      ...broken,
      `<path class="${kind}" d="${dots}" stroke-width="3" stroke-linecap="round" opacity=".6"/>`,
    ].join('');
  });
  const height = TOP + series.length * (PANEL + 26) + BOTTOM;
  const under = `lateness (logarithmic) of what was due in ${Math.round(until / 1000)} s, left to right · red: broken`;
  return svg(height, [heading(title), ...panels, footer(height, under)]);
}

export type Bars = { readonly label: string; readonly kind: Kind; readonly value: number };

export function barPlot(title: string, bars: readonly Bars[]): string {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const height = TOP + bars.length * ROW + BOTTOM;
  const lines = bars.map(({ label, kind, value }, n) => {
    const y = TOP + n * ROW + 5;
    const width = round((value / most) * (WIDTH - LABELS - RIGHT));
    return [
      `<text x="${LABELS - 10}" y="${y + 12}" text-anchor="end">${escaped(label)}</text>`,
      `<rect class="${kind}" x="${LABELS}" y="${y}" width="${width}" height="${ROW - 10}" opacity=".8"/>`,
      `<text class="${kind}" x="${LABELS + width + 6}" y="${y + 12}">${figure(value)}</text>`,
    ].join('');
  });
  return svg(height, [heading(title), ...lines]);
}

/** The latest of each small stretch, and every tenth of the rest: what is late is never left out. */
function thinned(points: Series['points']): Series['points'] {
  if (points.length <= 400) return points;
  const late = points.toSorted(([, a], [, b]) => b - a).slice(0, 200);
  return [...late, ...points.filter((_, n) => n % Math.ceil(points.length / 300) === 0)];
}

type Scale = { readonly least: number; readonly most: number; readonly from: number; readonly to: number };
function logScale({ least, most, from, to }: Scale): (ms: number) => number {
  const span = Math.log10(most) - Math.log10(least);
  return (ms) => round(from + ((Math.log10(Math.max(least, ms)) - Math.log10(least)) / span) * (to - from));
}

const decades = (least: number, most: number) =>
  Array.from({ length: 8 }, (_, power) => 10 ** power).filter((ms) => ms >= least && ms <= most);

type Grid = {
  readonly least: number;
  readonly most: number;
  readonly x: (ms: number) => number;
  readonly height: number;
};
const verticalGrid = ({ least, most, x, height }: Grid) =>
  decades(least, most)
    .map(
      (ms) =>
        `<path class="grid" d="M${x(ms)} ${TOP - 6}V${height - BOTTOM}"/><text class="soft" x="${x(ms)}" y="${TOP - 10}" text-anchor="middle">${spoken(ms)}</text>`,
    )
    .join('');

const heading = (title: string) => `<text class="title" x="8" y="18">${escaped(title)}</text>`;
const footer = (height: number, says: string) => `<text class="soft" x="8" y="${height - 10}">${escaped(says)}</text>`;
const svg = (height: number, parts: readonly string[]) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">${STYLE}\n${parts.join('\n')}\n</svg>\n`;
const spoken = (ms: number) => (ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`);
const figure = (value: number) => (value < 10 ? round(value) : Math.round(value)).toLocaleString('en-US');
const round = (value: number) => Math.round(value * 10) / 10;
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
