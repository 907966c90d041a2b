import { describe, expect, it } from 'vitest';
import { severityName } from '../../src/core/book.ts';
import { playbookTitle } from '../../src/core/incident/cards.ts';
import { isPastNote } from '../../src/proposals.ts';
import { alert, alertStory } from '../support/alert-story.ts';
import { min, read } from './support.ts';

describe('a proposal', () => {
  it('says beforehand what it would be opened as, and the words with its own number', async () => {
    const told = await alertStory();
    await told.arrive(alert({ severity: 'critical' }));
    const said = read(await told.say('alerts', 'owen'));
    expect(said).toMatch(/"confirm AL-1" opens it and pages; "dismiss AL-1 why" ends it/);
    expect(said).not.toMatch(/AL-7/);
    const [, becomes = ''] = /(It would be opened as .+ with the playbook ".+"\.)/.exec(said) ?? [];
    expect(told.notes[0]?.text).toContain(becomes);
    await told.say('confirm AL-1', 'owen');
    const opened = await told.incident();
    expect(becomes).toContain(severityName(told.book(), opened.lifecycle.severity));
    expect(becomes).toContain(`"${playbookTitle(opened)}"`);
  });

  it('of a private matter does not say with what playbook it would be opened', async () => {
    const told = await alertStory();
    await told.arrive(alert({ title: 'Ransomware: files encrypted on filesrv' }));
    expect(read(await told.say('alerts', 'owen'))).not.toMatch(/would be opened/);
    expect(told.notes.map(({ text }) => text).join()).not.toMatch(/would be opened/);
    await told.say('confirm AL-1', 'owen');
    expect((await told.incident()).lifecycle.private).toBe(true);
  });

  it('that somebody has answered needs no note any more', async () => {
    const told = await alertStory();
    await told.arrive(alert());
    const [note] = told.notes;
    const isPast = async () => isPastNote(note?.key ?? '', { engine: told.engine(), store: told.store });
    expect(await isPast()).toBe(false);
    await told.say('dismiss AL-1', 'owen');
    expect(await isPast()).toBe(true);
    expect(await isPastNote('handover/ann', { engine: told.engine(), store: told.store })).toBe(false);
  });

  it.each(['confirm AL-1', 'dismiss AL-1 planned work'])(
    'that is an incident by now says so to "%s"',
    async (words) => {
      const told = await alertStory();
      await told.arrive(alert());
      await told.pass(min(6));
      const late = await told.say(words, 'owen');
      expect(late).toMatchObject({ ok: false, code: 'is-open' });
      expect(read(late)).toContain('AL-1 became INC-1 at 16:45 EST. If it is nothing: "cancel INC-1 WHY".');
    },
  );

  it('that was said to be nothing, or never was, says so to whoever answers it again', async () => {
    const told = await alertStory();
    await told.arrive(alert());
    await told.say('dismiss AL-1', 'owen');
    expect(read(await told.say('confirm AL-1', 'owen'))).toContain('AL-1 was said to be nothing.');
    expect(await told.say('dismiss AL-9', 'owen')).toMatchObject({ ok: false, code: 'no-such-proposal' });
  });
});
