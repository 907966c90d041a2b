import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { factsOf, type Method, METHODS } from '../../../../../src/adapters/chat/slack/api/methods.ts';

const methods = Object.keys(METHODS) as Method[];

/** What `chat.postMessage` names in Slack's own client. */
function inClient(method: string): unknown {
  let at: unknown = new WebClient();
  for (const part of method.split('.')) at = (at as Record<string, unknown>)[part];
  return at;
}

describe('the table of methods', () => {
  it.each(methods)('knows %s by the name that Slack’s client has for it', (method) => {
    expect(inClient(method)).toBeTypeOf('function');
  });

  it.each(methods)('asks for scopes of %s in Slack’s own form', (method) => {
    const { scopes, privateScopes = [] } = factsOf(method);
    for (const scope of [...scopes, ...privateScopes]) expect(scope).toMatch(/^[a-z]+:[a-z]+(?:\.[a-z]+)?$/);
  });

  it('holds messages to one a second in a channel', () => {
    const slow = methods.filter((method) => factsOf(method).perChannel === true);
    expect(slow).toEqual(['chat.postMessage', 'chat.update']);
  });

  it('can withdraw a scheduled message even where none can be scheduled any more', () => {
    expect(factsOf('chat.deleteScheduledMessage').nicety).toBeUndefined();
  });
});
