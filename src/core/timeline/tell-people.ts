import { roleName } from '../book.ts';
import type { EventOf } from '../incident/events.ts';
import { shortTime } from '../time.ts';
import { says } from './entry.ts';
import type { Said } from './entry.ts';
import type { Scene } from './scene.ts';
import { inRow, tail, Who, who } from './scene.ts';

type Told = EventOf<
  | 'acknowledged'
  | 'declined'
  | 'helpAsked'
  | 'acknowledgementLapsed'
  | 'rolesAssigned'
  | 'roleAssigned'
  | 'commanderSilent'
  | 'reliefProposed'
>;

/** Who has it, and in which role. */
export function tellPeople(event: Told, scene: Scene): readonly Said[] {
  switch (event.type) {
    case 'acknowledged':
      return says('action', `${Who(scene, event.person)} ${event.again ? 'still has it' : 'has it'}`);
    case 'declined':
      return says('action', `${Who(scene, event.person)} can't take it${tail(scene, event.why)}`);
    case 'helpAsked':
      return says('action', `${Who(scene, event.person)} has it and asks for one more${tail(scene, event.why)}`);
    case 'acknowledgementLapsed': {
      const people = inRow(event.people.map((person) => who(scene, person)));
      return says('clock', `No sign of work${people === '' ? '' : ` from ${people}`}: somebody else is looked for`);
    }
    case 'rolesAssigned':
      return says('change', roles(event, scene));
    case 'roleAssigned': {
      const before = event.from === null ? '' : `, taking over from ${who(scene, event.from)}`;
      return says(
        'decision',
        `${Who(scene, event.person)} is ${roleName(event.role)} now${before}${tail(scene, event.why)}`,
      );
    }
    case 'commanderSilent': {
      const asked = event.deputy === null ? '' : `. ${Who(scene, event.deputy)} is asked to take over`;
      const since = shortTime(event.since, scene.zone, event.at);
      return says('clock', `Nothing from ${who(scene, event.person)} as incident commander since ${since}${asked}`);
    }
    case 'reliefProposed': {
      const to = event.to === null ? 'nobody is free to take it' : `${who(scene, event.to)} could take it`;
      return says('clock', `${Who(scene, event.person)} has been ${roleName(event.role)} for long: ${to}`);
    }
    default:
      return event satisfies never;
  }
}

function roles({ holders, gaps }: EventOf<'rolesAssigned'>, scene: Scene): string {
  const filled = Object.entries(holders).map(([role, person]) =>
    scene.naming.roles ? roleName(role) : `${roleName(role)} ${who(scene, person)}`,
  );
  const parts = [
    ...(filled.length === 0 ? [] : [`Roles${scene.naming.roles ? ' filled' : ''}: ${filled.join(', ')}`]),
    ...(gaps.length === 0 ? [] : [`Nobody could be found for: ${gaps.map(roleName).join(', ')}`]),
  ];
  return parts.length === 0 ? 'The plan names no roles: whoever has it first commands' : parts.join('. ');
}
