import type { HomeView, KnownBlock } from '@slack/types';
import type { Button, Tone } from '../../../../core/card.ts';
import type { Press } from './buttons.ts';
import { drawButtons } from './buttons.ts';
import { COMMAND, SIGNS } from './card-lines.ts';
import { cut, LIMITS } from './clamp.ts';
import { fitted } from './fit.ts';
import type { Line } from './lines.ts';
import { heading, labelled, line, point } from './lines.ts';
import { plain } from './times.ts';

/** What one person sees when they open Muster in Slack. Texts may have marked times. */
export type Home = {
  /** What they have to do, the most urgent first. */
  readonly mine: readonly {
    /** `INC-42 Phones are dead`. */
    readonly incident: string;
    readonly text: string;
    /** `by 14:40 EST, in 22 min`; empty when nothing presses. */
    readonly due: string;
    readonly buttons: readonly Button[];
  }[];
  readonly open: readonly {
    readonly title: string;
    readonly tone: Tone;
    /** Who has it, in a sentence. */
    readonly who: string;
    readonly buttons: readonly Button[];
  }[];
  readonly onCall: readonly { readonly schedule: string; readonly who: string }[];
  /** What the set-up lacks, one sentence each. */
  readonly missing: readonly string[];
  readonly consoleUrl?: string | undefined;
  readonly command?: string;
};

/** Each takes up to three of a view's hundred blocks. */
const MOST_MINE = 12;
const MOST_OPEN = 12;
/** Of the view's size, for each part of it and for its buttons: together far below what a view may weigh. */
const PART_WEIGHT = 2_000;
const BUTTONS_WEIGHT = 1_500;

/** The words behind the two buttons that are always there; both ask for more in a modal. */
const START: Press = { label: 'Start an incident', words: 'start', form: true };
const NEAR_MISS: Press = { label: 'Report a near miss', words: 'nearmiss', form: true };

/** The App Home: what I have to do, what is open, who is on call. */
export function homeView({ mine, open, onCall, missing, consoleUrl, command = COMMAND }: Home): HomeView {
  const say = (lines: readonly Line[]) => fitted([lines], { blocks: 2, weight: PART_WEIGHT, more: consoleUrl });
  const part = (id: string, lines: readonly Line[], buttons: readonly Press[]): readonly KnownBlock[] => {
    const drawn = drawButtons(buttons, { command, of: `${id}:`, rows: 1, weight: BUTTONS_WEIGHT });
    return [...say([...lines, ...drawn.lines]), ...drawn.rows];
  };
  const blocks: readonly KnownBlock[] = [
    ...drawButtons([START, NEAR_MISS], { command, of: 'home:' }).rows,
    header('What you have to do'),
    ...(mine.length === 0 ? say(line('Nothing for you until somebody asks you.')) : []),
    ...mine
      .slice(0, MOST_MINE)
      .flatMap(({ incident, text, due, buttons }, n) =>
        part(`mine${n}`, [...heading(incident), ...line(text), ...(due === '' ? [] : line(`Due ${due}`))], buttons),
      ),
    ...say(left(mine.length - MOST_MINE)),
    header('Open incidents'),
    ...(open.length === 0 ? say(line('None.')) : []),
    ...open
      .slice(0, MOST_OPEN)
      .flatMap(({ title, tone, who, buttons }, n) =>
        part(`open${n}`, [...heading(`${SIGNS[tone]}${title}`), ...line(who)], buttons),
      ),
    ...say(left(open.length - MOST_OPEN)),
    header('On call now'),
    ...say(
      onCall.length === 0
        ? line('The plan has no schedules.')
        : onCall.flatMap((one) => labelled(one.schedule, one.who)),
    ),
    ...(missing.length === 0 ? [] : [header('Still missing'), ...say(missing.flatMap(point))]),
    ...(consoleUrl === undefined ? [] : consoleLine(consoleUrl)),
  ];
  return { type: 'home', blocks: [...blocks] };
}

const header = (text: string): KnownBlock => ({
  type: 'header',
  text: { type: 'plain_text', text: cut(plain(text), LIMITS.header), emoji: false },
});

const left = (count: number): readonly Line[] => (count <= 0 ? [] : line(`… and ${count} more in Muster.`));

const consoleLine = (url: string): readonly KnownBlock[] =>
  fitted([[{ isPoint: false, inlines: [{ type: 'link', url, text: 'Open Muster in the browser' }] }]], {
    blocks: 1,
    weight: PART_WEIGHT,
  });
