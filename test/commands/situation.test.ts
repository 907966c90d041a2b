import { expect, test } from 'vitest';
import { LEADS, codeOf, phonesDown, textAfter } from './door.ts';

test('a side is said in one line, with who answers for it and by when it is said again', async () => {
  const told = await phonesDown();
  const said = await textAfter(told, 'situation staff on paper forms until noon @lena by 18:00');
  expect(said).toContain('Staff');
  expect(said).toContain('You speak of it again');
  expect(await textAfter(told, 'status')).toMatch(/Staff\s+on paper forms until noon @lena \(Lena/);
});

test.each([
  ['situation it rebooting the exchange', 'Systems'],
  ['sitrep Clients: greeting changed', 'Customers'],
  ['situation INC-1 board Dana knows', 'Leadership'],
])('%s means %s', async (line, side) => {
  expect(await textAfter(await phonesDown(), line)).toContain(`${side}:`);
});

test('a side alone asks how it stands, nothing at all asks which; a word that is no side gets the nearest', async () => {
  const told = await phonesDown();
  expect((await told.say('situation staff', LEADS)).card.blocks[0]?.kind).toBe('form');
  expect(await codeOf(told, 'situation')).toBe('missing');
  expect(await textAfter(told, 'situation stuff is fine')).toContain('Did you mean "staff"?');
  expect(await codeOf(told, 'situation stuff is fine')).toBe('no-such-side');
});
