import { describe, expect, it } from 'vitest';
import { personId } from '../../../../src/core/ids.ts';
import { DAY_MS } from '../../../../src/core/time.ts';
import { aReport, ok } from '../../../support/near-miss-world.ts';
import { formsIn } from '../web-world.ts';
import type { NearMissWeb } from './near-miss-web.ts';
import { nearMissWeb } from './near-miss-web.ts';

/** One report that has been written: its id and its code. */
async function written(web: NearMissWeb) {
  const near = web.near.near();
  const report = aReport('The restore went to the wrong disk', { about: { none: 'rather not say' } });
  const { receipt } = ok(await near.report(report));
  await web.near.pass(DAY_MS);
  const [first] = ok(await near.reports(personId('ivy')));
  return { receipt, id: first?.report.id ?? '' };
}

describe('the page of near misses', () => {
  it('shows the reports to the receivers of the plan, and to everybody else only trends and lessons', async () => {
    await using web = await nearMissWeb();
    await written(web);
    const receiver = await web.get('/near-misses', await web.as('ivy'));
    expect(receiver.text).toContain('The restore went to the wrong disk');
    const other = await web.get('/near-misses', await web.as('tomas'));
    expect(other.status).toBe(200);
    expect(other.text).not.toContain('wrong disk');
    expect(other.text).not.toContain('Reports for you');
    expect(other.text).toContain('too few to say');
    expect((await web.get('/near-misses')).status).toBe(401);
  });

  it('lets a receiver answer, sort, write the lesson and propose a change; the reporter reads the answer', async () => {
    await using web = await nearMissWeb();
    const { receipt, id } = await written(web);
    const ivy = await web.as('ivy');
    const page = () => web.get('/near-misses', ivy);
    const done = async (button: string, fields: Record<string, string>) =>
      expect((await web.press(await page(), button, fields, ivy)).status).toBe(303);
    await done('answer', { text: 'We label the disks.', status: 'looking' });
    await done('sort', { category: 'detection' });
    await done('write', { text: 'Two disks looked alike' });
    await done('propose', { kind: 'step', text: 'Read the label aloud' });
    expect((await web.near.state()).all[id]).toMatchObject({
      category: 'detection',
      lesson: 'Two disks looked alike',
      changes: [{ kind: 'step' }],
    });
    expect((await web.post('/nearmiss/mailbox', { code: receipt, do: 'look' })).text).toContain('We label the disks.');
  });

  it('keeps what was typed in front of whoever was refused', async () => {
    await using web = await nearMissWeb();
    await written(web);
    const ivy = await web.as('ivy');
    const refused = await web.press(
      await web.get('/near-misses', ivy),
      'write',
      { text: 'Marcus mixed up two disks' },
      ivy,
    );
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Say &quot;somebody in operations&quot;');
    expect(refused.text).toContain('Marcus mixed up two disks');
  });

  it('takes forms of its own pages only, and only from those who may', async () => {
    await using web = await nearMissWeb();
    const { id } = await written(web);
    const [ivy, tomas] = [await web.as('ivy'), await web.as('tomas')];
    const fields = { id, do: 'answer', text: 'x', status: 'changed' };
    expect((await web.post('/near-misses', fields)).status).toBe(401);
    expect((await web.post('/near-misses', fields, ivy)).status).toBe(403);
    expect((await web.press(await web.get('/near-misses', ivy), 'answer', {}, tomas)).status).toBe(403);
    const form =
      formsIn((await web.get('/near-misses', tomas)).text).find(({ action }) => action === '/sign-out')?.fields[
        'form'
      ] ?? '';
    expect((await web.post('/near-misses', { ...fields, form }, tomas)).status).toBe(422);
    expect((await web.near.state()).all[id]?.status).toBe('received');
  });
});
