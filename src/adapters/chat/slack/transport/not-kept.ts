import type { Envelope, FormEnvelope } from './envelope.ts';

/** What is said, and Slack's own answer that says it; without an answer Slack is left unacknowledged. */
export type NotKeptAnswer = { readonly say: string; readonly response?: unknown };

/**
 * Words for when the store does not keep what somebody said. `slow`: it may still be kept, so nobody is told that nothing
 * happened.
 */
export function refusalOf(body: Envelope, kept: 'failed' | 'slow', consoleUrl: string): NotKeptAnswer {
  const say =
    kept === 'failed'
      ? `Muster could not keep that, so nothing has happened. Say it again in a minute, or in the console: ${consoleUrl}`
      : `Muster is slow just now and cannot say yet whether it kept that. Look in the console before you say it again: ${consoleUrl}`;
  switch (body.kind) {
    case 'command':
      return { say, response: { response_type: 'ephemeral', text: say } };
    case 'form':
      return withResponse(body, say);
    default:
      // A press or a shortcut has no answer that shows a text; an event is delivered again.
      return { say };
  }
}

/** A modal can only show an error beside an input. */
function withResponse(form: FormEnvelope, say: string): NotKeptAnswer {
  const [block] = Object.keys(form.values);
  return block === undefined ? { say } : { say, response: { response_action: 'errors', errors: { [block]: say } } };
}
