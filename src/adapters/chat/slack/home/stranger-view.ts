import type { HomeView, KnownBlock } from '@slack/types';
import { drawButtons } from '../draw/buttons.ts';
import { fitted } from '../draw/fit.ts';
import { heading, line } from '../draw/lines.ts';

type Stranger = {
  readonly user: string;
  /** False while Slack does not say whose account it is. */
  readonly isSure: boolean;
  readonly command: string;
};

/** The home tab of somebody whom the plan does not know: how to be linked, and what everybody may do. Nothing of any incident. */
export function strangerView({ user, isSure, command }: Stranger): HomeView {
  const press = { label: 'Start an incident', words: 'start', form: true } as const;
  const nearMiss = { label: 'Report a near miss', words: 'nearmiss', form: true } as const;
  const says = isSure
    ? [
        ...heading('Muster does not know you yet'),
        ...line('Your Slack account is not linked to anybody in the plan.'),
        ...line(
          `Ask whoever looks after the plan to add your e-mail address as Slack has it, or "slack: ${user}", to your entry.`,
        ),
        ...line('Until then you can start an incident, and write a note on one.'),
      ]
    : [
        ...heading('Slack does not tell just now who you are'),
        ...line('Open this tab again in a minute. Starting an incident works all the same.'),
      ];
  const blocks: readonly KnownBlock[] = [
    ...drawButtons([press, nearMiss], { command, of: 'home:' }).rows,
    ...fitted([says], { blocks: 2, weight: 2_000 }),
  ];
  return { type: 'home', blocks: [...blocks] };
}
