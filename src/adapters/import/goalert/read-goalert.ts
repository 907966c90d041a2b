import type { z } from 'zod';
import {
  type Imported,
  type ImportedLevel,
  type ImportedPolicy,
  type Reading,
  personKey,
  scheduleKey,
} from '../../../core/imported/imported.ts';
import { each, itemsOf, key } from '../../../core/imported/shape.ts';
import { readRotations, rotationKey } from './rotations.ts';
import { readSchedules } from './schedules.ts';
import { destinationShape, overrideShape, policyShape, rotationShape, stepShape, targetShape } from './shapes.ts';
import { readUser } from './users.ts';

/**
 * GoAlert: the answer of its GraphQL API (github.com/target/goalert, graphql2/schema.graphql and
 * graphql2/graph/destinations.graphqls), with `users`, `rotations`, `schedules`, `userOverrides` and `escalationPolicies`, in
 * the form before and after "destinations" came.
 */
export function readGoAlert(bundle: unknown, reading: Reading): Imported {
  const rotations = each(itemsOf(bundle, 'rotations'), rotationShape);
  const overrides = each(itemsOf(bundle, 'userOverrides', 'overrides'), overrideShape);
  const policies = each(itemsOf(bundle, 'escalationPolicies'), policyShape).map(policyOf);
  const paged = new Set(policies.flatMap(({ levels }) => levels.flatMap(({ targets }) => targets)));
  return {
    people: itemsOf(bundle, 'users').flatMap((item) => readUser(item)),
    schedules: [
      ...readSchedules(itemsOf(bundle, 'schedules'), { ...reading, rotations, overrides }),
      ...readRotations(rotations, reading).filter(({ key }) => paged.has(key)),
    ],
    policies,
    notes: [],
  };
}

type Step = z.output<typeof stepShape>;

function policyOf({ id, name, repeat, steps }: z.output<typeof policyShape>): ImportedPolicy {
  const inOrder = each(steps, stepShape).toSorted((a, b) => (a.stepNumber ?? 0) - (b.stepNumber ?? 0));
  // "repeat" counts how often it begins again after the first time; the console shows "repeat policy N times".
  return {
    key: id ?? '',
    name: name ?? id ?? 'a policy',
    levels: inOrder.map(levelOf),
    rounds: 1 + (repeat ?? 0),
    notes: [],
  };
}

function levelOf(step: Step): ImportedLevel {
  const places = [
    ...each(step.targets, targetShape).map(ofTarget),
    ...each(step.actions, destinationShape).map(ofAction),
  ];
  const others = new Set(places.flatMap(({ other }) => other ?? []));
  return {
    targets: [...new Set(places.flatMap(({ key }) => key ?? []))],
    waitMinutes: step.delayMinutes ?? 0,
    notes: [...others].map((other) => `it wrote to ${other}; Muster pages people here.`),
  };
}

type Place = { readonly key?: string; readonly other?: string };

function ofTarget({ id = '', type = '', name }: z.output<typeof targetShape>): Place {
  if (type === 'user') return { key: personKey(id) };
  if (type === 'schedule') return { key: scheduleKey(id) };
  return type === 'rotation' ? { key: rotationKey(id) } : { other: name === undefined ? type : `${type} ${name}` };
}

function ofAction({ type = '', args }: z.output<typeof destinationShape>): Place {
  const id = (name: string) => key.parse(args[name]) ?? '';
  if (type === 'builtin-user') return { key: personKey(id('user_id')) };
  if (type === 'builtin-schedule') return { key: scheduleKey(id('schedule_id')) };
  return type === 'builtin-rotation' ? { key: rotationKey(id('rotation_id')) } : { other: type };
}
