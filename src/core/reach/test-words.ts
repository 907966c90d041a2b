import { personId } from '../ids.ts';
import type { PersonId } from '../ids.ts';
import type { Medium } from '../media.ts';
import type { PageMessage } from '../message.ts';
import { hiddenTo } from '../plan/numbers.ts';
import type { Plan } from '../plan/schema.ts';
import { entry } from '../plan/schema.ts';
import { mediumWord } from '../timeline/paging-words.ts';
import type { ReachEffect } from './events.ts';
import type { Test, TestWay, Untold } from './state.ts';
import { testName } from './state.ts';

/** Stands first in whatever a test says, so that nobody gets up for it. */
export const TEST_MARK = 'TEST: nothing is wrong.';

/** How to answer, in the order of what is at hand with this medium. */
const HOW: Readonly<Record<Medium, string>> = {
  chat: 'Press the button',
  sms: 'Reply OK',
  call: 'Press 1',
  desk: 'Press 1',
  email: 'Reply OK, or press the link',
  push: 'Press the button',
};

/** The message of one attempt. It names no number, and nothing of the plan but the firm. */
export function testMessage(plan: Plan, test: Pick<Test, 'n'>, way: TestWay): PageMessage {
  const { person, medium, to, key, attempt } = way;
  const about = testName(test.n);
  const { company } = plan.plan;
  const firm = company === '' ? 'Muster' : `Muster of ${company}`;
  return {
    key: `${key}/${attempt}`,
    incident: about,
    person,
    medium,
    to,
    subject: `${TEST_MARK} Does ${mediumWord(medium)} reach you? (${about})`,
    text: [
      TEST_MARK,
      `${firm} wants to know whether ${mediumWord(medium)} reaches you before it has to. (${about})`,
      `${HOW[medium]}: then it does. Or say in the console: reached ${about}`,
    ].join('\n'),
    spoken: `This is a test. Nothing is wrong. ${firm} wants to know whether a call reaches you. Press 1 if it does.`,
    drill: false,
  };
}

type Note = Extract<ReachEffect, { readonly kind: 'tellPerson' }>['note'];

/** Whoever keeps the plan true: its owner, the holder of that role, else who approves it; undefined when that is no person. */
export function keeperOf({ plan, people, roles }: Plan): PersonId | undefined {
  for (const who of [plan.owner, plan.approved_by ?? plan.owner]) {
    const held = entry(roles, who)?.who ?? who;
    if (entry(people, held) !== undefined) return personId(held);
  }
  return undefined;
}

/** What the owner reads; undefined when the plan no longer has that way, or nobody to tell. */
export function ownerNote(plan: Plan, { key, person, way }: Untold): Note | undefined {
  const owner = keeperOf(plan);
  const who = entry(plan.people, person) ?? entry(plan.vendors, person);
  if (owner === undefined || who === undefined) return undefined;
  const note = { person: owner, key };
  if (way === undefined)
    return {
      ...note,
      subject: `${who.name} answers no test messages`,
      text: `${who.name} has answered none of the last two tests, by no medium. Ask whether they arrive, and whether the plan has the right numbers: "reach" shows what is proved.`,
    };
  const found = who.reach.find(({ medium, to }) => medium === way.medium && to === way.to);
  if (found === undefined) return undefined;
  const medium = mediumWord(way.medium);
  return {
    ...note,
    subject: `${medium} does not reach ${who.name}`,
    text: `${medium} to ${who.name} (${hiddenTo(found)}) has failed twice since it was last proved. The last reason: ${way.reason}. Muster tries it after the other ways now. Mend the plan, or let ${who.name} say "testpage" once it works again.`,
  };
}
