import { type SeverityId, severityId, whoId } from '../ids.ts';
import { span } from '../time.ts';
import type { Audience, Severity } from './schema.ts';

/** What a plan of ten lines gets without saying so (domain 2.2). */
export const SEVERITIES: Readonly<Record<'sev1' | 'sev2' | 'sev3' | 'sev4', Severity>> = {
  sev1: {
    name: 'Crisis',
    means: 'A function will miss its MTD, or data is stolen or destroyed',
    wake: true,
    ack: span('5m'),
    update_every: span('30m'),
    postmortem: 'required',
    private: 'ask',
  },
  sev2: {
    name: 'Major',
    means: 'A customer-facing or first-hour function is down, or will miss its RTO',
    wake: true,
    ack: span('5m'),
    update_every: span('30m'),
    postmortem: 'required',
    private: false,
  },
  sev3: {
    name: 'Unclear',
    means: 'Something is wrong and we cannot yet say how bad',
    wake: false,
    ack: span('15m'),
    update_every: span('1h'),
    postmortem: 'optional',
    private: false,
    decide_within: span('30m'),
    if_undecided: severityId('sev2'),
  },
  sev4: {
    name: 'Minor',
    means: 'Annoying, has a workaround, no function at risk',
    wake: false,
    ack: span('4h'),
    update_every: span('1d'),
    postmortem: 'none',
    private: false,
  },
};

/** What a severity that the plan adds itself gets where it says nothing. */
export const OTHER_SEVERITY: Omit<Severity, 'name' | 'means'> = {
  wake: false,
  ack: span('15m'),
  update_every: span('1h'),
  postmortem: 'optional',
  private: false,
};

export const builtInSeverity = (id: string): Severity | undefined =>
  Object.entries(SEVERITIES).find(([known]) => known === id)?.[1];

/** A severity that undecided ones become when the plan does not say which. */
export const IF_UNDECIDED: SeverityId = severityId('sev2');

/** Without `comms`, staff read the incident's own channel, and nobody need approve that (domain 2.2). */
export const STAFF: Audience = {
  owner: whoId('incident_commander'),
  approver: whoId('none'),
  channels: [{ channel: 'incident', to: 'the incident channel' }],
  first_within: 'none',
};

export const TEMPLATES: Readonly<Record<string, string>> = {
  holding:
    'We know {{what_people_see}} since {{since_local}}. We are working on it. {{workaround_line}} Next update by {{next_update_local}}, even if there is no news.',
  update:
    'Update {{n}}: {{what_changed}}. Still affected: {{still_affected}}. What we do not know yet: {{unknowns}}. Next update by {{next_update_local}}.',
  'no-news':
    'Update {{n}}: no change since {{last_update_local}}. We are still working on {{current_step_plain}}. Next update by {{next_update_local}}.',
  restored:
    '{{function}} is back since {{restored_local}}. {{data_loss_line}} If something still looks wrong: {{contact_line}}.',
  'staff-instruction': 'Please do this now: {{instruction}}. Do not {{do_not}}. Questions: {{contact_line}}.',
};
