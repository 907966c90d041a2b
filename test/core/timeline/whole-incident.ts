import type { IncidentChange, IncidentEvent } from '../../../src/core/incident/events.ts';
import { at, declared, event, levelPaged, numbered, planned } from './story.ts';

const change = (type: string, rest: object): IncidentChange => ({ type, ...rest }) as IncidentChange;

/**
 * One whole incident, written by hand: nobody answers level 1, Ines of level 2 does and commands, Marcus restores from the
 * backup with the workaround in use, and the claims are back after 3 h 20 min of their 4 h.
 */
export const WHOLE: readonly IncidentEvent[] = [
  event(0, 'sam', declared()),
  event(
    0,
    'sam',
    change('rolesAssigned', { holders: { incident_commander: 'ines', tech_lead: 'marcus' }, gaps: ['scribe'] }),
  ),
  event(
    0,
    'sam',
    levelPaged(0, [planned('marcus', 'sms', 0), planned('marcus', 'call', 2.5)], 'the incident was declared'),
  ),
  event(0, 'sam', change('playbookEntered', { frame: 0, playbook: 'server-down', first: 1, from: null, caller: null })),
  event(0, 'sam', change('stepReady', { step: 1, from: null, until: null, clocks: [] })),
  event(0.1, 'muster', change('pageSent', { page: 'page/0.0/marcus/sms', attempt: 1, reference: 'sim-1' })),
  event(0.1, 'muster', change('channelOpened', { platform: 'console', reference: 'INC-7' })),
  event(
    2.5,
    'muster',
    change('pageFailed', {
      page: 'page/0.0/marcus/call',
      attempt: 1,
      reason: 'number +1 312 555 0142 not in service',
      permanent: true,
    }),
  ),
  event(
    5.1,
    'muster',
    levelPaged(1, [planned('ines', 'call', 5.1), planned('sam', 'email', 5.1)], 'nobody answered in time'),
  ),
  event(5.2, 'muster', change('pageSent', { page: 'page/0.1/ines/call', attempt: 1, reference: 'sim-2' })),
  event(5.2, 'muster', change('pageSent', { page: 'page/0.1/sam/email', attempt: 1, reference: 'sim-3' })),
  event(6.1, 'ines', change('acknowledged', { person: 'ines', again: false })),
  event(
    7,
    'ines',
    change('severityChanged', { from: 'sev3', to: 'sev2', why: 'the claims will be late, says Marcus Feld' }),
  ),
  event(8, 'marcus', change('stepStarted', { step: 1 })),
  event(16, 'marcus', change('stepDone', { step: 1, result: null, note: 'The disk is dead', keep: [] })),
  event(16, 'marcus', change('stepReady', { step: 2, from: 1, until: null, clocks: [] })),
  event(
    20,
    'ines',
    change('updatePosted', { text: 'The claims server is down.\n# Paper forms until further notice', nextAt: at(50) }),
  ),
  event(22, 'ines', change('stepChosen', { step: 2, choice: 'restore', note: 'repair takes days', pending: false })),
  event(22, 'ines', change('stepReady', { step: 3, from: 2, until: null, clocks: [] })),
  event(25, 'dana', change('workaroundStarted', { function: 'claims', note: 'binder is on the desk' })),
  event(30, 'ines', change('stepSkipped', { step: 3, why: 'told already' })),
  event(30, 'ines', change('stepReady', { step: 4, from: 3, until: null, clocks: [] })),
  event(31, 'marcus', change('stepStarted', { step: 4 })),
  event(40, 'guest:Kim Stone', change('noted', { text: 'I saw smoke, Marcus unplugged it' })),
  event(45, 'marcus', change('hitChanged', { functions: ['claims', 'calls'], systems: ['claims-app', 'files'] })),
  event(55, 'muster', change('updateMissed', { n: 1, dueAt: at(50) })),
  event(60, 'ines', change('updatePosted', { text: 'Restoring, two hours to go', nextAt: at(120) })),
  event(
    90,
    'ines',
    change('clockDecided', { clock: 'insurer', answer: 'starts', why: 'policy says so', startedAt: at(5) }),
  ),
  event(110, 'muster', change('markPassed', { clock: 'rto', of: 'claims', percent: 50, alsoPassed: [], lateMs: 0 })),
  event(
    115,
    'ines',
    change('roleAssigned', { role: 'incident_commander', person: 'dana', from: 'ines', why: 'shift ends' }),
  ),
  event(118, 'dana', change('updatePosted', { text: 'Nearly there', nextAt: at(260) })),
  event(
    150,
    'marcus',
    change('stepAdded', {
      step: 5,
      frame: 0,
      def: { id: 'fan', do: 'Buy a fan' },
      origin: 'added',
      parent: null,
      next: null,
      after: 4,
    }),
  ),
  event(170, 'muster', change('markPassed', { clock: 'rto', of: 'claims', percent: 75, alsoPassed: [], lateMs: 0 })),
  event(175, 'marcus', change('stepDone', { step: 4, result: null, note: '', keep: ['restore log'] })),
  event(180, 'marcus', change('recoveryPointNoted', { system: 'claims-app', newest: at(-40) })),
  event(191, 'dana', change('workaroundEnded', { function: 'claims', note: '' })),
  event(192, 'dana', change('functionRestored', { function: 'claims', restoredAt: at(190) })),
  event(192, 'dana', change('functionRestored', { function: 'calls', restoredAt: at(190) })),
  event(192, 'dana', change('restored', { restoredAt: at(190), note: 'restored from last night' })),
  event(200, 'dana', change('closed', { note: '', openSteps: ['5 Buy a fan'] })),
  event(
    201,
    'dana',
    change('actionAdded', {
      n: 1,
      what: 'Replace the disks',
      owner: 'marcus',
      due: '2026-12-04',
      verify: 'restore test',
    }),
  ),
  event(
    202,
    'dana',
    change('actionAdded', {
      n: 2,
      what: 'Fix the number of the tech lead',
      owner: 'dana',
      due: '2026-11-27',
      verify: '',
    }),
  ),
  event(2000, 'dana', change('actionDone', { n: 2, note: 'asked him' })),
];

export const WHOLE_KEPT = numbered(WHOLE);
