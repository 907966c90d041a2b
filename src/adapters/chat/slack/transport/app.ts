import type { Receiver } from '@slack/bolt';
import { App } from '@slack/bolt';
import { plusMs } from '../../../../core/time.ts';
import type { Clock } from '../../../../ports/clock.ts';
import { boltLog } from './bolt-log.ts';
import type { Counts, KeepParts } from './keeping-receiver.ts';
import { keepingReceiver } from './keeping-receiver.ts';

export type SlackAppParts = KeepParts & {
  /** How Slack reaches us: `socketReceiver(…)` or `httpReceiver(…)`. */
  readonly receiver: Receiver;
  /** The bot's token in a team; undefined where Muster is not installed. */
  tokens(team: string): Promise<string | undefined>;
  /** `https://slack.com/api/` unless Slack is somewhere else. */
  readonly apiUrl?: string;
};

export interface SlackApp {
  /** Begins to listen; never rejects where the receiver never does. */
  start(): Promise<void>;
  stop(): Promise<void>;
  counts(): Counts;
}

/** A token is only looked for so that Bolt can name the team; no acknowledgement waits longer for it. */
const TOKEN_WITHIN_MS = 200;

/** Bolt, listening to everything and acknowledging it; what it means is nobody's business here. */
export function slackApp(parts: SlackAppParts): SlackApp {
  const receiver = keepingReceiver(parts.receiver, parts);
  const app = new App({
    receiver,
    authorize: async ({ teamId }) => {
      const botToken = teamId === undefined ? undefined : await tokenSoon(parts, teamId);
      return { ...(teamId === undefined ? {} : { teamId }), ...(botToken === undefined ? {} : { botToken }) };
    },
    logger: boltLog(parts.log),
    // Our own bot is left out when the envelope is read; conversations are not remembered.
    ignoreSelf: false,
    convoStore: false,
    attachFunctionToken: false,
    // An object of its own: Bolt and Socket Mode write into theirs (platforms A.9).
    clientOptions: {
      ...(parts.apiUrl === undefined ? {} : { slackApiUrl: parts.apiUrl }),
      retryConfig: { retries: 0 },
      timeout: 3_000,
      rejectRateLimitedCalls: true,
    },
  });
  acknowledgeAll(app);
  app.error(async (error) => {
    parts.log.error({ reason: `${error.name}: ${error.message}` }, 'Bolt could not work on what Slack sent');
  });
  return {
    start: async () => void (await app.start()),
    stop: async () => void (await app.stop()),
    counts: () => receiver.counts(),
  };
}

/** Nothing is left without an answer: a mute acknowledgement is a 404 to Slack, and a warning to the person (platforms A.4). */
function acknowledgeAll(app: App): void {
  app.command(/.*/, ({ ack }) => ack());
  app.action({}, ({ ack }) => ack());
  app.shortcut({}, ({ ack }) => ack());
  app.view({ type: 'view_submission' }, ({ ack }) => ack());
  app.view({ type: 'view_closed' }, ({ ack }) => ack());
  // Events are acknowledged by Bolt itself before a listener runs.
  app.event(/.*/, async () => undefined);
}

function tokenSoon(
  { tokens, clock, log }: Pick<SlackAppParts, 'tokens' | 'log'> & { readonly clock: Clock },
  team: string,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const cancel = clock.ring(plusMs(clock.now(), TOKEN_WITHIN_MS), () => resolve(undefined));
    const looking = async () => {
      try {
        resolve(await tokens(team));
      } catch (cause) {
        log.warn({ team, reason: String(cause) }, 'the token of a team could not be looked up');
        resolve(undefined);
      } finally {
        cancel();
      }
    };
    void looking();
  });
}
