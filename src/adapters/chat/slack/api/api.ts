import type { Clock } from '../../../../ports/clock.ts';
import type { Log } from '../../../../ports/log.ts';
import { broken } from './called.ts';
import type { Called, CallOptions } from './called.ts';
import { startCanary } from './canary.ts';
import { type Capabilities, capabilityWatch } from './capabilities.ts';
import { classify } from './classify.ts';
import { type Purpose, slackClients, TIMEOUTS_MS } from './clients.ts';
import { healthWatch, type SlackHealth } from './health.ts';
import type { ArgsOf, Method, ResultOf } from './methods.ts';
import { type Load, pacer } from './pacer.ts';
import { tokenShelf, type TokenOf } from './tokens.ts';
import { type TextFile, upload } from './upload.ts';

/** Every word that Muster says to Slack goes through here. Nothing of it rejects, and nothing of it hangs. */
export interface SlackApi {
  call<M extends Method>(method: M, args: ArgsOf<M>, options: CallOptions): Promise<Called<ResultOf<M>>>;
  /** A text as a file in a channel or thread. */
  uploadText(
    team: string,
    file: TextFile,
    options: Omit<CallOptions, 'team'>,
  ): Promise<Called<{ readonly fileId: string }>>;
  /** Of one workspace, or of Slack as a whole. */
  health(team?: string): SlackHealth;
  onChange(listener: (health: SlackHealth) => void): () => void;
  /** Evidence from outside: the socket is open, or is not. */
  heard(what: 'socket', state: 'up' | 'down'): void;
  /** What is done without because Slack refuses it. */
  readonly capabilities: Capabilities;
  load(): Load;
  /** The app was removed from this workspace: it is not asked any more. */
  forget(team: string): void;
  close(): void;
}

export type SlackApiOptions = {
  /** The bot token of a workspace; undefined when the app is not installed there. Asked before each call. */
  readonly tokens: TokenOf;
  readonly clock: Clock;
  readonly log: Log;
  /** `https://slack.com/api/`. */
  readonly url: string;
  /** Workspaces to watch from the start; others are watched from their first call on. */
  readonly teams?: readonly string[];
  readonly timeoutsMs?: Readonly<Record<Purpose, number>>;
};

export function slackApi(options: SlackApiOptions): SlackApi {
  const { clock, log, url, teams = [], timeoutsMs = TIMEOUTS_MS } = options;
  const tokens = tokenShelf(options.tokens, clock);
  const clients = slackClients({ url, log, timeoutsMs });
  const health = healthWatch(clock, log);
  const capabilities = capabilityWatch(log);
  const pace = pacer(clock);
  for (const team of teams) health.know(team);

  /** One try, with nothing before it. */
  const send = async <M extends Method>(
    method: M,
    args: ArgsOf<M>,
    { team, purpose }: { readonly team: string; readonly purpose: Purpose },
  ): Promise<Called<ResultOf<M>>> => {
    const found = await tokens.of(team);
    if (!found.ok) {
      // A workspace without a token is misconfigured; one whose token could not be read says nothing about Slack.
      if (found.kind === 'refused') health.heard(found, team);
      return found;
    }
    const called = await tried<ResultOf<M>>(() =>
      clients.of(found.token, purpose).apiCall(method, { ...asObject(args) }),
    );
    health.heard(called, team);
    return called;
  };

  const call = async <M extends Method>(
    method: M,
    args: ArgsOf<M>,
    given: CallOptions,
  ): Promise<Called<ResultOf<M>>> => {
    const { team, priority } = given;
    const channel = channelOf(args);
    const missing = capabilities.refusal(method, team, channel);
    if (missing !== undefined) return missing;
    const purpose = priority === 'page' ? 'page' : 'room';
    // Nobody waits in line for a Slack that is down: the canary says when it is back. A page is tried all the same.
    if (purpose === 'room' && method !== 'auth.test' && health.health().state === 'down')
      return broken('Slack does not answer', 'no');
    const go = async () => {
      const called = await send(method, args, { team, purpose });
      capabilities.heard(called, { method, team, channel });
      if (!called.ok && (called.kind === 'limited' || called.kind === 'broken'))
        log.warn({ method, team, priority, ...called }, 'a call to Slack did not go through');
      return called;
    };
    return pace.run({ method, channel, options: given, go });
  };

  const stopCanary = startCanary(clock, health, async (team) => {
    await send('auth.test', {}, { team, purpose: 'page' });
  });
  health.onChange(({ state, say, misconfigured }) => {
    const fields = { state, say, misconfigured: misconfigured.map(({ team, code }) => ({ team, code })) };
    if (state === 'up' && misconfigured.length === 0) log.info(fields, 'Slack works');
    else if (state === 'degraded' && misconfigured.length === 0) log.warn(fields, 'Slack works badly');
    else log.error(fields, 'Slack does not work');
  });

  return {
    call,
    uploadText: (team, file, given) => upload(call, { file, timeoutMs: timeoutsMs.room }, { ...given, team }),
    health: health.health,
    onChange: health.onChange,
    heard: (_what, state) => health.heardSocket(state),
    capabilities,
    load: pace.load,
    forget: (team) => {
      tokens.forget(team);
      health.forget(team);
    },
    close: () => {
      stopCanary();
      pace.close();
      health.close();
    },
  };
}

/** The call's own answer is believed: Slack's client has read it, and said no where Slack said no. */
async function tried<T>(make: () => Promise<unknown>): Promise<Called<T>> {
  try {
    return { ok: true, value: (await make()) as T };
  } catch (error) {
    return classify(error);
  }
}

const asObject = (args: unknown): object => (typeof args === 'object' && args !== null ? args : {});

/** The channel that the arguments name, by either of Slack's two words for it. */
function channelOf(args: unknown): string {
  const { channel, channel_id: other } = asObject(args) as {
    readonly channel?: unknown;
    readonly channel_id?: unknown;
  };
  if (typeof channel === 'string') return channel;
  return typeof other === 'string' ? other : '';
}
