import type { Receiver } from '@slack/bolt';
import { systemClock } from '../../../../../src/adapters/clock/system-clock.ts';
import { type SlackApp, slackApp, type SlackAppParts } from '../../../../../src/adapters/chat/slack/transport/app.ts';
import type { Delivery, FormEnvelope } from '../../../../../src/adapters/chat/slack/transport/envelope.ts';
import type { Clock } from '../../../../../src/ports/clock.ts';
import type { Log } from '../../../../../src/ports/log.ts';

export const CONSOLE = 'https://muster.example.org';

/** What the engine would be to the transport: it keeps, and is told; everything is written down in the order it happened. */
export interface FrontDesk {
  readonly app: SlackApp;
  readonly story: string[];
  readonly kept: Delivery[];
  readonly taken: Delivery[];
  readonly log: SpokenLog;
  /** Resolves when so many were taken. */
  takenAll(many: number): Promise<void>;
}
export type SpokenLog = Log & { readonly lines: string[] };

export function spokenLog(): SpokenLog {
  const lines: string[] = [];
  const line = (level: string) => (fields: object, say: string) =>
    void lines.push(`${level} ${say} ${JSON.stringify(fields)}`);
  return { lines, info: line('info'), warn: line('warn'), error: line('error') };
}

export type DeskParts = {
  readonly receiver: Receiver;
  readonly log?: SpokenLog;
  readonly clock?: Clock;
  keep?(delivery: Delivery): Promise<void>;
  taken?(delivery: Delivery): void;
  checkForm?(form: FormEnvelope): Readonly<Record<string, string>> | undefined;
  notKept?(delivery: Delivery, say: string): void;
  tokens?(team: string): Promise<string | undefined>;
  readonly keepWithinMs?: number;
};

export function frontDesk({ receiver, clock = systemClock(), log = spokenLog(), ...given }: DeskParts): FrontDesk {
  const story: string[] = [];
  const kept: Delivery[] = [];
  const taken: Delivery[] = [];
  const waiting: (() => void)[] = [];
  const parts: SlackAppParts = {
    tokens: async () => 'xoxb-1-of-the-tests',
    ...given,
    receiver,
    clock,
    log,
    consoleUrl: CONSOLE,
    // Nothing here calls Slack; where something did, nobody would answer.
    apiUrl: 'http://127.0.0.1:9/api/',
    keep: async (delivery) => {
      story.push('keeping');
      await (given.keep ?? (() => Promise.resolve()))(delivery);
      kept.push(delivery);
      story.push('kept');
    },
    taken: (delivery) => {
      taken.push(delivery);
      story.push('taken');
      for (const look of waiting) look();
      given.taken?.(delivery);
    },
  };
  return {
    app: slackApp(parts),
    story,
    kept,
    taken,
    log,
    takenAll: (many) =>
      new Promise((resolve) => {
        const look = () => void (taken.length >= many && resolve());
        waiting.push(look);
        look();
      }),
  };
}

/** Lets everything else that is ready go first, several times over. */
export async function aWhile(rounds = 20): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await new Promise((resolve) => void setImmediate(resolve));
}
