import type { IncidentBody } from '../incident/events.ts';
import type { RoomEvent } from '../incident/room-events.ts';
import { ROOM_EVENTS } from '../incident/room-events.ts';
import { STEP_EVENTS } from '../playbook/event-types.ts';
import type { StepEvent } from '../playbook/events.ts';
import type { Kept } from './entry.ts';

type StepType = StepEvent['type'];
export type KeptStep = Extract<Kept, { readonly type: StepType }>;
export type KeptBody = Extract<Kept, { readonly type: IncidentBody['type'] }>;

export const isStepEvent = (event: Kept): event is KeptStep => Object.hasOwn(STEP_EVENTS, event.type);

export type KeptRoom = Extract<Kept, { readonly type: RoomEvent['type'] }>;
export const isRoomEvent = (event: Kept): event is KeptRoom => Object.hasOwn(ROOM_EVENTS, event.type);
