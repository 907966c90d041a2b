import type { SetAsideStore } from './adapters/stores/set-aside/set-aside-store.ts';
import type { PackKeeper } from './adapters/web/pack/pack-keeper.ts';
import type { BeatLife } from './beats.ts';
import type { Chat } from './ports/chat.ts';
import type { Pager } from './ports/pager.ts';
import { SIMULATED } from './adapters/pagers/simulated/simulated-pager.ts';
import { mediaNotCarried, mediaSimulated, notCarriedWords, simulatedWords } from './pagers.ts';
import type { Plans } from './plans.ts';

type Parts = {
  readonly store: Pick<SetAsideStore, 'setAside'>;
  readonly plans: Pick<Plans, 'refused' | 'book' | 'isSample'>;
  readonly pack: Pick<PackKeeper, 'missing'>;
  readonly chats: readonly Pick<Chat, 'platform' | 'missing'>[];
  readonly beats: Pick<BeatLife, 'missing'>;
  readonly pagers: readonly Pager[];
  /** What would not work now, as it was found last. */
  readonly notReady: readonly string[];
};

/** What is not as it should be, or not set up yet: one sentence each, the most urgent first. */
export function missingOf({ store, plans, pack, chats, beats, pagers, notReady }: Parts): readonly string[] {
  const refused = plans.refused();
  return [
    ...store
      .setAside()
      .map(
        (stream) =>
          `${stream} IS SET ASIDE: Muster died again and again while reading it, and pages nobody for it. Work it by hand; docs/operations.md says how to get it back.`,
      ),
    ...(refused === undefined
      ? []
      : [`THE PLAN WAS REFUSED: ${refused} The last good one stays in force, of ${plans.book().plan.plan.company}.`]),
    ...notReady.map((say) => `Not ready: ${say}`),
    ...(plans.isSample
      ? [
          'This is the sample plan of a made-up firm. Write your own (docs/plan.md, ten lines are enough) and set MUSTER_PLAN to its path.',
        ]
      : []),
    ...chats.flatMap((chat) => chat.missing()),
    ...pack.missing(),
    ...beats.missing(),
    ...(pagers.every(({ name }) => name === SIMULATED)
      ? ['Pages go to simulated phones only: nobody real is reached. docs/media.md says how to reach people.']
      : [
          ...simulatedWords(mediaSimulated(plans.book().plan, pagers)),
          ...notCarriedWords(mediaNotCarried(plans.book().plan, pagers)),
        ]),
  ];
}
