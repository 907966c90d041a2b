import type { Config } from './config.ts';
import type { Outcome } from './core/aggregate.ts';
import type { Effect } from './core/incident/effects.ts';
import type { IncidentEvent } from './core/incident/events.ts';
import { isOwed } from './core/incident/page.ts';
import type { Incident } from './core/incident/state.ts';
import type { InboxEffect } from './core/inbox/inbox.ts';
import { postmortemOver } from './core/postmortem/postmortem.ts';
import type { Sender } from './engine/paging.ts';
import { pagePerformer } from './engine/paging.ts';
import type { Performers } from './engine/perform.ts';
import { hookPerformer } from './hook-performer.ts';
import { deliverer, roomPerformers } from './room-performers.ts';
import type { Chat } from './ports/chat.ts';
import type { Performer } from './ports/performer.ts';
import type { Postmortems } from './ports/postmortems.ts';
import type { Store } from './ports/store.ts';

type Parts = {
  readonly config: Config;
  readonly store: Store;
  readonly read: (stream: string) => Promise<unknown>;
  readonly sender: Sender;
  readonly chats: readonly Chat[];
  readonly postmortems: Postmortems;
};
type EffectOf<Kind extends Effect['kind']> = Extract<Effect, { readonly kind: Kind }>;
type Doing<Kind extends Effect['kind']> = Performer<EffectOf<Kind>>;

/** What is done for each kind of effect that an incident may owe. */
export function performersOf(parts: Parts): Performers {
  const all: { readonly [Kind in Effect['kind']]: Doing<Kind> } & { readonly deliver: Performer<InboxEffect> } = {
    page: pagePerformer(parts.sender, async ({ incident, key }) => {
      const { escalation, lifecycle } = (await parts.read(incident)) as Incident;
      return escalation.pages.some((page) => isOwed(page) && key === `${lifecycle.id}/${page.key}/${page.attempt}`);
    }),
    ...roomPerformers(parts.chats),
    deliver: deliverer(parts.chats),
    postmortem: postmortemPerformer(parts),
    hook: hookPerformer(parts),
  };
  return all;
}

/** All performers in one. Throws when two would do the same kind of effect: one of them would do the other's work. */
export function eachKindOnce(...groups: readonly object[]): Performers {
  const all = groups.flatMap((group) => Object.entries(group));
  const twice = all.find(([kind], n) => all.findIndex(([other]) => other === kind) !== n);
  if (twice !== undefined) throw new Error(`two performers do ${twice[0]}`);
  return Object.fromEntries(all);
}

/** Finds the file that an earlier run may have written and brings it up to date: what people wrote stays. */
function postmortemPerformer({ postmortems, store, read }: Parts): Doing<'postmortem'> {
  return {
    timeoutMs: 30_000,
    async perform({ incident: id }): Promise<Outcome> {
      const { book } = (await read(id)) as Incident;
      const events = (await store.read(id)).map(({ body }) => body as IncidentEvent);
      const file = await postmortems.write(id, (existing) => postmortemOver({ book, events }, existing));
      return { outcome: 'accepted', reference: file };
    },
  };
}
