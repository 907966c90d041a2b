import { expect, it } from 'vitest';
import { pageMessage } from '../../../../src/adapters/chat/slack/page-message.ts';
import type { PageMessage } from '../../../../src/core/message.ts';

const draw = { card: (shown: unknown) => shown } as unknown as Parameters<typeof pageMessage>[1]['draw'];
const message: PageMessage = {
  key: 'TEST-3/ann/chat/1',
  incident: 'TEST-3',
  person: 'ann',
  medium: 'chat',
  to: 'ann',
  subject: 'TEST: nothing is wrong. Does chat reach you? (TEST-3)',
  text: 'TEST: nothing is wrong.\nPress the button: then it does.',
  drill: false,
};

it('a test in chat is no alarm, and its one button proves chat', () => {
  const drawn = pageMessage(message, { room: undefined, consoleUrl: 'https://muster.example', draw });
  expect(drawn).toMatchObject({
    tone: 'plain',
    buttons: [{ label: 'It reached me', words: 'reached TEST-3 chat' }],
  });
});
