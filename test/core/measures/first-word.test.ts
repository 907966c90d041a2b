import { describe, expect, it } from 'vitest';
import type { IncidentChange } from '../../../src/core/incident/events.ts';
import { measures } from '../../../src/core/measures/measures.ts';
import { book, bookWith, declared, event, numbered } from '../timeline/story.ts';

type Happened = readonly [minutes: number, by: string, type: IncidentChange['type'], rest: object];
const events = (happened: readonly Happened[]) =>
  numbered([
    event(0, 'sam', declared()),
    ...happened.map(([minutes, by, type, rest]) => event(minutes, by, { ...rest, type } as IncidentChange)),
  ]);

describe('the first word to an audience', () => {
  const audience = (over: object) => ({ first_within: '1h', owner: 'ines', approver: 'none', channels: [], ...over });
  const withComms = (page?: object): typeof book =>
    bookWith({
      comms: {
        ...book.plan.comms,
        audiences: { staff: audience({}), clinics: audience({}) } as never,
        ...(page === undefined ? {} : { status_page: page as never }),
      },
    });
  const noteOf = (happened: readonly Happened[], told = withComms(), name = 'clinics') =>
    measures({ book: told, events: events(happened) }).rows.find((row) => row.name === `Time to first word, ${name}`)
      ?.note;
  const publish: Happened = [9, 'ines', 'published', { audience: 'clinics', text: 'x', last: true }];

  it('says that people pass approved words on, for Muster sends nothing to an audience', () => {
    expect(noteOf([publish])).toBe(
      'wanted within 1h: kept; approved and on record; people pass it on, Muster did not send it',
    );
  });

  it('says that they are on the public page where the plan puts them there', () => {
    expect(noteOf([publish], withComms({ audiences: ['clinics'] }))).toBe(
      'wanted within 1h: kept; on the public status page',
    );
  });

  it('says that a message of the playbook was marked as sent by hand', () => {
    const begun = { frame: 0, playbook: 'server-down', first: 1, from: null, caller: null };
    const said: readonly Happened[] = [
      [0, 'sam', 'playbookEntered', begun],
      [4, 'ines', 'stepDone', { step: 3, result: null, note: '', keep: [] }],
    ];
    expect(noteOf(said, withComms(), 'staff')).toBe(
      'wanted within 1h: kept; marked as sent by hand; Muster did not send it',
    );
  });
});
