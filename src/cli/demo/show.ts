import { styleText } from 'node:util';
import type { Instant } from '../../core/time.ts';
import { clockTime } from '../../core/time.ts';
import type { Io } from '../word.ts';

/** Who or what a line of the demo is about: the word in front says it, the colour only helps. */
const VOICES = {
  says: 'cyan',
  phone: 'magenta',
  muster: 'green',
  clock: 'yellow',
  alarm: 'red',
} as const;
export type Voice = keyof typeof VOICES;

const WIDTH = 118;

export interface Show {
  heading(text: string): void;
  line(at: Instant, voice: Voice, text: string): void;
  /** One entry of the timeline. */
  entry(at: Instant, kind: string, text: string): void;
  /** Indented, without a time. */
  more(text: string): void;
  plain(text: string): void;
}

/** The demo's lines: hour, voice, words. */
export function showOn(io: Io, zone: string): Show {
  return {
    heading: (text) => {
      io.out('');
      io.out(styleText('bold', text));
    },
    line(at, voice, text) {
      const label = styleText(VOICES[voice], voice.toUpperCase().padEnd(7));
      io.out(`${clockTime(at, zone)}  ${label} ${cut(text, WIDTH - 15)}`);
    },
    entry: (at, kind, text) => io.out(`${clockTime(at, zone)}  ${kind.padEnd(9)} ${cut(text, WIDTH - 17)}`),
    more: (text) => io.out(styleText('dim', `               ${cut(text, WIDTH - 15)}`)),
    plain: (text) => io.out(text),
  };
}

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
