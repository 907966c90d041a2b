import type { App } from '@slack/bolt';
import { SocketModeReceiver } from '@slack/bolt';
import { plusMs } from '../../../../core/time.ts';
import type { Clock } from '../../../../ports/clock.ts';
import type { Log } from '../../../../ports/log.ts';
import { lastWord } from './bolt-log.ts';
import { type ConnectTrouble, connectTrouble } from './connect-trouble.ts';

export type LinkParts = {
  readonly app: App;
  readonly appToken: string;
  readonly apiUrl: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly pace: { readonly connectWithinMs: number; readonly pongWithinMs: number; readonly stopWithinMs: number };
  /** Slack will close the connection soon: time to have another one. */
  onLeaving(): void;
  /** It was open and is no longer; with the last thing the library said. */
  onClosed(why: string | undefined): void;
};

/** One connection to Slack, from its opening to its end. It never opens again. */
export interface SocketLink {
  /** Undefined when it is open. Never rejects, and answers within the time it is given. */
  open(): Promise<ConnectTrouble | undefined>;
  /** Ends it; resolves when it is gone, or when it was given up after `stopWithinMs`. */
  close(): Promise<void>;
}

/**
 * A SocketModeReceiver of Bolt's without its own reconnecting: in socket-mode 3.1.0 a reconnect that Slack refuses is a
 * rejection nobody handles, which ends the process, and a refresh leaves a hole of seconds (platforms A.1, A.9). Whoever holds
 * the links opens the next one.
 */
export function socketLink(parts: LinkParts): SocketLink {
  const { clock, pace } = parts;
  const word = lastWord();
  const receiver = new SocketModeReceiver({
    appToken: parts.appToken,
    logger: word.logger,
    autoReconnectEnabled: false,
    clientPingTimeout: pace.pongWithinMs,
    // Not kept means not acknowledged: Slack delivers an event again.
    processEventErrorHandler: async () => false,
    installerOptions: {
      // An object of its own for each: the client writes into it (platforms A.9).
      clientOptions: {
        ...(parts.apiUrl === undefined ? {} : { slackApiUrl: parts.apiUrl }),
        retryConfig: { retries: 0 },
        timeout: pace.connectWithinMs,
        rejectRateLimitedCalls: true,
      },
    },
  });
  const { client } = receiver;
  let state: 'new' | 'open' | 'ending' | 'ended' = 'new';
  receiver.init(parts.app);
  listenSafely(receiver, parts);
  client.on('disconnected', () => {
    const wasOpen = state === 'open';
    state = 'ended';
    if (wasOpen) parts.onClosed(word.last());
  });
  // A client that is told to stop while it asks for its address connects all the same.
  client.on('connecting', () => {
    if (state === 'ending' || state === 'ended') setImmediate(() => void client.disconnect());
  });

  const close = async (): Promise<void> => {
    if (state === 'ended') return;
    state = 'ending';
    await new Promise<void>((resolve) => {
      const cancel = clock.ring(plusMs(clock.now(), pace.stopWithinMs), () => {
        // Asked a second time, it does not wait for Slack's farewell, which takes 5 to 30 s.
        void client.disconnect();
        resolve();
      });
      client.once('disconnected', () => {
        cancel();
        resolve();
      });
      void client.disconnect();
    });
  };

  const open = async (): Promise<ConnectTrouble | undefined> => {
    const trouble = await new Promise<ConnectTrouble | undefined>((resolve) => {
      const cancel = clock.ring(plusMs(clock.now(), pace.connectWithinMs), () =>
        resolve({ kind: 'broken', say: 'Slack did not say hello in time.' }),
      );
      const starting = async () => {
        try {
          await receiver.start();
          if (state === 'new') state = 'open';
          resolve(undefined);
        } catch (thrown) {
          resolve(connectTrouble(thrown));
        } finally {
          cancel();
        }
      };
      void starting();
    });
    if (trouble !== undefined) void close();
    return trouble;
  };
  return { open, close };
}

/** The kinds of messages that the client itself understands. Everything else with an envelope is a delivery. */
const ITS_OWN = ['hello', 'disconnect'];

/**
 * Stands between the connection and the client: a message it does not expect makes its listener reject with nobody to hear
 * it, and the name of an event may be that of one of the client's own. Deliveries reach it as one kind, in one shape.
 */
function listenSafely({ client }: SocketModeReceiver, { log, onLeaving }: LinkParts): void {
  const listeners = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  // What the listeners of the client answer is a promise, though their type does not say so.
  const pass = async (message: object): Promise<void> => {
    const text = JSON.stringify(message);
    await Promise.all(listeners.map((listener): unknown => listener(text, false)));
  };
  client.on('ws_message', (data: unknown) => {
    const message = messageIn(data);
    if (message === undefined) return log.warn({}, 'Slack sent something on the connection that cannot be read');
    if (message.type === 'disconnect') return onLeaving();
    pass(ITS_OWN.includes(message.type) ? message : { ...message, type: 'interactive' }).catch((cause: unknown) =>
      log.error({ reason: String(cause) }, 'a message of Slack could not be worked on'),
    );
  });
}

type Message = { readonly type: string };

function messageIn(data: unknown): Message | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const message: unknown = JSON.parse(data);
    if (typeof message !== 'object' || message === null || !('type' in message)) return undefined;
    const { type } = message;
    if (typeof type !== 'string') return undefined;
    if (ITS_OWN.includes(type)) return { type };
    return 'envelope_id' in message && typeof message.envelope_id === 'string' ? { ...message, type } : undefined;
  } catch {
    return undefined;
  }
}
