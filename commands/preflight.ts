import { z } from 'zod';
import type { Block } from '../src/core/card.ts';
import { button, card, list } from '../src/core/card.ts';
import type { Preflighted } from '../src/core/plan/preflight.ts';
import { command } from '../src/command.ts';

/** `setup` says what to set up next; this says what of it would fail if something happened now. */
export default command({
  group: 'plan',
  summary: 'What would not work if something happened now: levels, providers, people nobody proved',
  usage: 'preflight',
  aliases: ['ready', 'pre-flight'],
  args: z.object({}),
  async run({ desk }) {
    const found = await desk.preflight();
    const of = (level: Preflighted['level']) => found.filter((one) => one.level === level).map(({ say }) => say);
    const [errors, weak, ideas] = [of('error'), of('warn'), of('info')];
    const title =
      errors.length > 0
        ? `Not ready: ${errors.length === 1 ? 'one thing' : `${errors.length} things`} would not work now`
        : weak.length > 0
          ? `Ready, with ${weak.length === 1 ? 'a weak spot' : `${weak.length} weak spots`}`
          : 'Ready: nothing that Muster knows of would fail now.';
    return {
      say: card(title, {
        tone: errors.length + weak.length > 0 ? 'warn' : 'good',
        blocks: [
          ...section(errors, 'Would not work'),
          ...section(weak, 'Weak spots'),
          ...section(ideas, 'Good to have'),
        ],
        buttons: [button('Who is proved', 'reach'), button('What to set up next', 'setup')],
      }),
    };
  },
});

const section = (items: readonly string[], heading: string): readonly Block[] =>
  items.length === 0 ? [] : [list(items, heading)];
