import type { IncidentBody } from '../incident/events.ts';
import { STEP_EVENTS } from '../playbook/event-types.ts';
import type { StepEvent } from '../playbook/events.ts';
import type { Kept } from './entry.ts';

type StepType = StepEvent['type'];
export type KeptStep = Extract<Kept, { readonly type: StepType }>;
export type KeptBody = Extract<Kept, { readonly type: IncidentBody['type'] }>;

export const isStepEvent = (event: Kept): event is KeptStep => Object.hasOwn(STEP_EVENTS, event.type);
