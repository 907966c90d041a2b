import { describe, expect, it } from 'vitest';
import type { Book } from '../../../src/core/book.ts';
import { hash, personId } from '../../../src/core/ids.ts';
import type { PlannedPage } from '../../../src/core/incident/events.ts';
import type { AboutToStart, WouldBePaged } from '../../../src/core/incident/who-would-be-paged.ts';
import { whoWouldBePaged } from '../../../src/core/incident/who-would-be-paged.ts';
import { NO_OVERRIDES } from '../../../src/core/oncall.ts';
import type { Instant } from '../../../src/core/time.ts';
import { HOUR_MS, instant, MINUTE_MS, msBetween, plusMs } from '../../../src/core/time.ts';
import { quote } from '../../../src/core/words/tokens.ts';
import { book as clinic } from '../../support/clinic.ts';
import { onlyType } from '../../support/given.ts';
import { sampleBook, story } from '../../support/story.ts';

const sample: Book = { ...sampleBook, hash: hash('1a'.repeat(32)) };
const FRIDAY_AFTERNOON = '2026-11-20T21:40:00Z';
const SATURDAY_NIGHT = '2026-11-21T08:00:00Z';
const MONDAY_HAND_OVER = '2026-11-23T13:00:00Z';
const THANKSGIVING = '2026-11-26T17:00:00Z';

/** Before half an hour is over nobody's silence has changed how bad it is. */
const SOON_MS = 24 * MINUTE_MS;

type Said = Partial<Pick<AboutToStart, 'functions' | 'systems' | 'severity' | 'drill'>>;
function would(book: Book, text: string, at: Instant, said: Said = {}): WouldBePaged {
  const about = { text, functions: [], systems: [], severity: undefined, drill: false, ...said };
  const found = whoWouldBePaged(book, { ...about, at, live: NO_OVERRIDES });
  if (!found.ok) throw new Error(found.refusal.say);
  return found;
}

type Paged = {
  readonly at: Instant;
  readonly round: number;
  readonly level: number;
  readonly pages: readonly PlannedPage[];
};
/** `5 min 0.1: marcus sms, marcus call`: the same words for what would be and for what was. */
const told = (levels: readonly Paged[], from: Instant) =>
  levels.map(({ at, round, level, pages }) => {
    const ways = pages.map(
      ({ person, medium, heldUntil }) => `${person} ${medium}${heldUntil === null ? '' : ' held'}`,
    );
    return `${Math.round(msBetween(from, at) / MINUTE_MS)} min ${round}.${level}: ${ways.join(', ')}`;
  });

describe('who would be paged is who a real start pages', () => {
  it.each([
    ['phones send callers in a loop', FRIDAY_AFTERNOON, {}],
    ['phones send callers in a loop', SATURDAY_NIGHT, {}],
    ['something is odd', SATURDAY_NIGHT, {}],
    ['something is odd', MONDAY_HAND_OVER, {}],
    ['something is odd', THANKSGIVING, { severity: 'sev4' }],
    ['files are being encrypted and there is a ransom note', SATURDAY_NIGHT, {}],
    ['nobody can sign in', SATURDAY_NIGHT, {}],
    ['nobody can sign in', FRIDAY_AFTERNOON, { severity: 'sev1' }],
    ['teams is down', THANKSGIVING, {}],
    ['no power in the office', MONDAY_HAND_OVER, {}],
    ['it is slow', FRIDAY_AFTERNOON, { functions: ['claims'] }],
    ['it is slow', SATURDAY_NIGHT, { systems: ['identity', 'files'], severity: 'sev2' }],
    ['call tree', FRIDAY_AFTERNOON, { drill: true }],
    ['phones send callers in a loop', SATURDAY_NIGHT, { drill: true }],
    ['files are being encrypted', FRIDAY_AFTERNOON, { drill: true }],
  ] satisfies readonly (readonly [string, string, Said])[])('%s at %s %j', async (text, hour, said) => {
    const at = instant(hour);
    const foreseen = would(sample, text, at, said);
    const { functions = [], systems = [], severity, drill }: Said = said;
    const flags = [
      ...functions.map((id) => `--function ${id}`),
      ...systems.map((id) => `--system ${id}`),
      ...(severity === undefined ? [] : [`--sev ${severity}`]),
      ...(drill === true ? ['--drill'] : []),
    ];
    const real = await story({ at });
    const reply = await real.say(['start', ...flags, quote(text)].join(' '), 'owen');
    await real.pass(SOON_MS);
    const events = await real.events(reply.incident ?? '');
    const [declared] = onlyType(events, 'declared');
    const happened = onlyType(events, 'levelPaged');
    const soon = foreseen.levels.filter((level) => msBetween(at, level.at) <= SOON_MS);
    expect(told(happened, at).length).toBeGreaterThan(0);
    expect(told(soon, at)).toEqual(told(happened, at));
    expect(foreseen).toMatchObject({
      severity: declared?.severity,
      kind: declared?.kind,
      because: declared?.because,
      private: declared?.private,
    });
    const atOnce = onlyType(events, 'paged').filter((event) => event.at === at);
    expect(foreseen.calls.map(({ pages }) => pages.map(({ person }) => person))).toEqual(
      atOnce.map(({ pages }) => pages.map(({ person }) => person)),
    );
  });
});

describe('who would be paged', () => {
  const NOON = instant('2026-11-20T17:00:00Z');

  it('hears of a swap that was made by word', () => {
    const swap = { schedule: 'it', who: personId('bob'), from: NOON, to: plusMs(NOON, HOUR_MS) };
    const about = { text: 'x', functions: [], systems: [], severity: undefined, drill: false, at: NOON };
    const found = whoWouldBePaged(clinic, { ...about, live: { overrides: [swap] } });
    expect(found).toMatchObject({ levels: [{ pages: [{ person: 'bob' }, { person: 'bob' }] }, {}, {}, {}, {}, {}] });
  });

  it('names who is not called in an exercise', () => {
    const { levels } = would(clinic, 'phones', NOON, { drill: true });
    expect(levels.flatMap(({ notPaged }) => notPaged)).toContainEqual({
      who: 'carrier',
      why: 'an exercise calls nobody outside who has not agreed to it',
    });
  });

  it.each([
    [{ functions: ['nonsense'] }, 'not-in-the-plan'],
    [{ systems: ['constructor'] }, 'not-in-the-plan'],
    [{ severity: 'sev9' }, 'no-such-severity'],
  ] satisfies readonly (readonly [Said, string])[])('is not told for what the plan does not have: %j', (said, code) => {
    const about = { text: 'x', functions: [], systems: [], severity: undefined, drill: false, at: NOON };
    const found = whoWouldBePaged(clinic, { ...about, ...said, live: NO_OVERRIDES });
    expect(found).toMatchObject({ ok: false, refusal: { code } });
  });
});
