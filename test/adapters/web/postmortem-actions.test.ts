import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '../../../src/core/time.ts';
import { DAY_MS, dateOf, plusDays, plusMs } from '../../../src/core/time.ts';
import { PAGE, followed, textOf, withPostmortem } from './postmortem-world.ts';
import type { Answered, Browser, WebWorld } from './web-world.ts';
import { formsIn, webWorld } from './web-world.ts';

let world: WebWorld;
let nina: Browser;
/** So many days after the incident. */
let daysLater = 0;
let today = '';

beforeAll(async () => {
  const later = (at: Instant) => plusMs(at, daysLater * DAY_MS);
  world = await webWorld({ parts: (usual) => ({ ...usual, now: async () => later(await usual.now()) }) });
  nina = await world.signedIn('nina');
  await withPostmortem(world);
  today = dateOf(await world.muster.store.now(), 'America/Detroit');
});
afterAll(() => world[Symbol.asyncDispose]());

const formWith = (page: Answered, field: string) =>
  formsIn(page.text).find(({ action, fields }) => action === `${PAGE}/say` && Object.hasOwn(fields, field));
const add = async (fields: Readonly<Record<string, string>>) => {
  const form = formWith(await nina.get(PAGE), 'what');
  return nina.post(`${PAGE}/say`, { ...form?.fields, owner: 'marcus', ...fields });
};
const actions = async () => (await world.muster.engine.read('INC-1')).state as { aftermath: { actions: object[] } };
const rowOf = (page: Answered, n: number) =>
  textOf({ text: new RegExp(`<tr id="action-${n}"[\\s\\S]*?</tr>`).exec(page.text)?.[0] ?? '' });

describe('action items on the page', () => {
  it('are none at first, which is a valid result', async () => {
    expect(textOf(await nina.get(PAGE))).toContain('No action items so far. That is a valid result.');
  });

  it('are added by a form: what, whose, by when, and how it will be known to work', async () => {
    const due = plusDays(today, 12);
    const page = await followed(nina, await add({ what: 'a second line', due, verify: 'a test call' }));
    expect(textOf(page)).toContain('Action item 1: a second line (Marcus Feld');
    expect(rowOf(page, 1)).toMatch(new RegExp(`1 a second line Marcus Feld ${due} , in 12 days a test call open`));
  });

  it.each([
    'say "done 1" --owner nobody --due never',
    'a \\ backslash and “quotes” and ”one more',
    '--verify',
    '<b>bold</b> & @nina',
    "done 1 isn't it",
    'until 18:00, since 9:40',
  ])('hold what was typed, whatever it is: %s', async (what) => {
    await add({ what, due: plusDays(today, 30), verify: what });
    expect((await actions()).aftermath.actions.at(-1)).toMatchObject({ what, verify: what, owner: 'marcus' });
  });

  it('that cannot be taken are shown with the reason, and the form still holds them', async () => {
    const refused = await add({ what: 'in the past "already"', due: '2020-01-01', verify: 'never' });
    expect(refused.status).toBe(422);
    expect(textOf(refused)).toContain('2020');
    expect(formWith(refused, 'what')?.fields).toMatchObject({ what: 'in the past "already"', verify: 'never' });
  });

  it('are done, and then verified in the words of whoever saw it work', async () => {
    const page = await nina.get(PAGE);
    const done = formsIn(page.text).find(({ fields }) => fields['words'] === 'action INC-1 done 1');
    const after = await followed(nina, await nina.post(`${PAGE}/say`, { ...done?.fields }));
    expect(rowOf(after, 1)).toContain('done, not verified yet');
    const verify = formWith(after, 'verified');
    const verified = await followed(
      nina,
      await nina.post(`${PAGE}/say`, { ...verify?.fields, how: 'called it --twice' }),
    );
    expect(rowOf(verified, 1)).toContain('verified called it --twice');
    expect(formWith(verified, 'verified')).toBeUndefined();
  });

  it('that are late say so in a word', async () => {
    await add({ what: 'label the cables', due: today });
    const n = (await actions()).aftermath.actions.length;
    expect(rowOf(await nina.get(PAGE), n)).toContain(', today');
    daysLater = 3;
    const late = rowOf(await nina.get(PAGE), n);
    daysLater = 0;
    expect(late).toContain(', 3 days late');
    expect(late).toContain('OVERDUE');
  });

  it('that are many are asked about', async () => {
    expect(textOf(await nina.get(PAGE))).toMatch(/These are \d action items\. Which 5 matter most\?/);
  });

  it('sent twice are one', async () => {
    const before = (await actions()).aftermath.actions.length;
    const form = formWith(await nina.get(PAGE), 'what');
    const fields = { ...form?.fields, what: 'said once', owner: 'nina', due: plusDays(today, 3) };
    for (const sent of [fields, fields]) await nina.post(`${PAGE}/say`, sent);
    expect((await actions()).aftermath.actions).toHaveLength(before + 1);
  });

  it('are not added from another site, nor by somebody who is signed out', async () => {
    const before = (await actions()).aftermath.actions.length;
    const form = formWith(await nina.get(PAGE), 'what');
    const fields = { ...form?.fields, what: 'forged', owner: 'nina' };
    expect((await nina.post(`${PAGE}/say`, fields, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await world.browser().post(`${PAGE}/say`, fields)).status).toBe(401);
    expect((await actions()).aftermath.actions).toHaveLength(before);
  });
});
