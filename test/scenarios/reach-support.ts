import { personId } from '../../src/core/ids.ts';
import type { Medium } from '../../src/core/media.ts';
import type { ReachCommand, ReachEvent } from '../../src/core/reach/events.ts';
import { REACH } from '../../src/core/reach/reach.ts';
import type { Reach } from '../../src/core/reach/state.ts';
import { bookWith, planWith } from '../support/clinic.ts';
import type { Story } from '../support/story.ts';
import { story } from '../support/story.ts';

export const weekly = (more: object = {}) =>
  bookWith(planWith((raw) => ({ ...raw, incident_bot: { test_pages: { at: 'Tue 10:00', ...more } } })));
/** Friday, 16:40 in Detroit; Ann is on call. */
export const clinic = (more: object = {}) => story({ book: weekly(more) });

export const reachOf = async (told: Story) => (await told.engine().read(REACH)).state as Reach;
export const changes = async (told: Story) => (await told.store.read(REACH)).map(({ body }) => body as ReachEvent);
export const tests = (told: Story, person: string) =>
  told.pager.sent
    .filter((page) => page.person === person && page.incident.startsWith('TEST-'))
    .map(({ incident, medium }) => `${incident} ${medium}`);
export const prove = (told: Story, person: string, medium: Medium, to: string) =>
  told.engine().handle({
    stream: REACH,
    command: { type: 'prove', person, medium, to, how: 'test' } satisfies ReachCommand,
    by: personId(person),
    reply: () => '',
  });
export const ANN = { sms: '+1 616 555 0101', call: '+1 616 555 0101', chat: 'ann' } as const;
