import { systemClock } from '../../../../../src/adapters/clock/system-clock.ts';
import {
  type SocketHealth,
  type SocketPace,
  type SocketReceiver,
  socketReceiver,
} from '../../../../../src/adapters/chat/slack/transport/socket.ts';
import type { Clock } from '../../../../../src/ports/clock.ts';
import { type SlackSocketServer, slackSocketServer } from '../../../../support/slack-socket-server.ts';
import { type DeskParts, type FrontDesk, frontDesk, spokenLog } from './front-desk.ts';

export const APP_TOKEN = 'xapp-1-A0MUSTER1-1234567890-abcdef0123456789';
/** Fast enough for a test; nothing is waited for but what happens. */
export const FAST: Partial<SocketPace> = {
  connectWithinMs: 5_000,
  firstWaitMs: 2,
  mostWaitMs: 10,
  settledMs: 0,
  lingerMs: 2,
  stopWithinMs: 50,
};

/** A real Bolt on a real connection to a Socket Mode server of our own. */
export interface SocketWorld extends FrontDesk, AsyncDisposable {
  readonly slack: SlackSocketServer;
  readonly receiver: SocketReceiver;
  readonly healths: SocketHealth[];
  /** Resolves when the health is so. */
  becomes(state: SocketHealth['state']): Promise<void>;
}

type Given = Omit<DeskParts, 'receiver' | 'clock'> & {
  readonly clock?: Clock;
  readonly pace?: Partial<SocketPace>;
};

/** Not started yet. */
export async function socketWorld({ clock = systemClock(), pace = FAST, ...given }: Given = {}): Promise<SocketWorld> {
  const slack = await slackSocketServer();
  const log = spokenLog();
  const healths: SocketHealth[] = [];
  const waiting: (() => void)[] = [];
  const receiver = socketReceiver({
    appToken: APP_TOKEN,
    apiUrl: slack.apiUrl,
    clock,
    log,
    pace,
    onHealth: (health) => {
      healths.push(health);
      for (const look of waiting) look();
    },
  });
  const desk = frontDesk({ clock, log, ...given, receiver });
  return {
    ...desk,
    slack,
    receiver,
    healths,
    becomes: (state) =>
      new Promise((resolve) => {
        const look = () => void (receiver.health().state === state && resolve());
        waiting.push(look);
        look();
      }),
    async [Symbol.asyncDispose]() {
      await desk.app.stop();
      await slack.close();
    },
  };
}
