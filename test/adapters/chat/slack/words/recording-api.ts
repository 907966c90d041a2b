import type { SlackApi } from '../../../../../src/adapters/chat/slack/api/api.ts';
import type { Called, CallOptions } from '../../../../../src/adapters/chat/slack/api/called.ts';
import type { Method, ResultOf } from '../../../../../src/adapters/chat/slack/api/methods.ts';
import type { Instant } from '../../../../../src/core/time.ts';
import { fromMs } from '../../../../../src/core/time.ts';

export type Recorded = {
  readonly method: Method;
  readonly args: Readonly<Record<string, unknown>>;
  readonly options: CallOptions;
};
type Answer = Called<object> | Promise<Called<object>>;

/** A SlackApi that writes down what is asked of it; each call is answered as told, else with `ok`. */
export interface RecordingApi extends SlackApi {
  readonly calls: readonly Recorded[];
  /** What is answered to this method from now on. */
  answer(method: Method, answer: () => Answer): void;
  /** Capabilities that Slack refuses. */
  readonly refused: Set<string>;
  state: 'up' | 'down';
}

export function recordingApi(since: Instant = fromMs(0)): RecordingApi {
  const calls: Recorded[] = [];
  const answers = new Map<Method, () => Answer>();
  const refused = new Set<string>();
  const api: RecordingApi = {
    calls,
    refused,
    state: 'up',
    answer: (method, answer) => void answers.set(method, answer),
    async call<M extends Method>(method: M, args: unknown, options: CallOptions) {
      calls.push({ method, args: args as Recorded['args'], options });
      const answer = answers.get(method) ?? (() => ({ ok: true, value: { ok: true } }) as const);
      return (await answer()) as Called<ResultOf<M>>;
    },
    uploadText: async () => ({ ok: true, value: { fileId: 'F1' } }),
    health: () => ({ state: api.state, since, say: undefined, misconfigured: [] }),
    onChange: () => () => undefined,
    heard: () => undefined,
    capabilities: { has: (nicety) => !refused.has(nicety), list: () => [], again: () => refused.clear() },
    load: () => ({ waiting: 0, keys: 0, dropped: 0 }),
    forget: () => undefined,
    close: () => undefined,
  };
  return api;
}
