import { describe, expect, it } from 'vitest';
import { alert, alertStory } from '../support/alert-story.ts';
import { read } from './support.ts';

describe('an alert that would open a private incident', () => {
  const hostile = alert({
    title: 'Ransomware: files encrypted on FILESRV by payroll account',
    text: 'note found in D:\\HR',
    labels: { host: 'filesrv' },
  });
  const words = /files|payroll|HR|ransom/i;

  it('is a private matter to everybody but those whom it would page first', async () => {
    const told = await alertStory();
    await told.arrive(hostile);
    const paged = new Set(told.notes.map(({ person }) => person as string));
    const [insider] = paged;
    const outsider = Object.keys(told.book().plan.people).find((one) => !paged.has(one));
    if (insider === undefined || outsider === undefined) throw new Error('the sample has no such people');
    expect(read(await told.say('alerts', insider))).toMatch(/AL-1 Alertmanager: Ransomware: files/);
    const said = read(await told.say('alerts', outsider));
    expect(said).toMatch(/AL-1 Alertmanager: a private matter/);
    expect(said).not.toMatch(words);
    expect(read(await told.say('dismiss AL-1 a test', outsider))).not.toMatch(words);
  });

  it('says nothing of itself in notes, nor to an outsider who confirms it', async () => {
    const told = await alertStory();
    await told.arrive(hostile);
    const paged = told.notes.map(({ person }) => person as string);
    const outsider = Object.keys(told.book().plan.people).find((one) => !paged.includes(one));
    expect(told.notes.length).toBeGreaterThan(0);
    for (const { subject, text } of told.notes) {
      expect(subject).toBe('AL-1: a private matter');
      expect(text).toMatch(/^AL-1 Alertmanager: a private matter\n/);
      expect(text).not.toMatch(words);
    }
    expect(read(await told.say('confirm AL-1', outsider))).not.toMatch(words);
    expect((await told.incident()).lifecycle).toMatchObject({ private: true, title: hostile.title });
  });
});
