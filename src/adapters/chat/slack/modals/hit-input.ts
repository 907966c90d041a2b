import type { InputBlock, MultiStaticSelect, PlainTextOption } from '@slack/types';
import type { Book } from '../../../../core/book.ts';
import { LIMITS } from '../draw/clamp.ts';
import type { StartAnswers } from '../words/start-words.ts';
import { HIT, MOST_HIT, START_BLOCKS } from '../words/start-words.ts';
import { input, plainText, PREVIEW } from './input.ts';

/** Of a view's 250,000 bytes, for the names of the plan; nobody looks through more of them. */
const MOST_NAMES = 1_000;
const NAMES_BYTES = 120_000;

/** Functions and systems of the plan, in groups of at most a hundred; none where the plan has neither. */
export function hitInput({ plan }: Book, { functions, systems }: StartAnswers): readonly InputBlock[] {
  const all = [
    { name: 'Business functions', options: optionsOf(plan.functions, HIT.function) },
    { name: 'Systems', options: optionsOf(plan.systems, HIT.system) },
  ];
  const groups = all.flatMap(({ name, options }) => grouped(name, options));
  const shown = groups.flatMap(({ options }) => options);
  if (shown.length === 0) return [];
  const left = Object.keys(plan.functions).length + Object.keys(plan.systems).length - shown.length;
  const chosen = [...functions.map((id) => HIT.function + id), ...systems.map((id) => HIT.system + id)];
  const initial = shown.filter(({ value }) => chosen.includes(value ?? '')).slice(0, MOST_HIT);
  const element: MultiStaticSelect = {
    type: 'multi_static_select',
    action_id: `${PREVIEW}hit`,
    option_groups: groups,
    max_selected_items: MOST_HIT,
    placeholder: plainText('Let Muster tell from the words', 150),
    ...(initial.length === 0 ? {} : { initial_options: initial }),
  };
  const hint =
    left === 0 ? {} : { hint: plainText(`${left} more are not shown: type "hit" and their name afterwards.`, 200) };
  return [input(START_BLOCKS.hit, 'What is affected?', { element, ...hint })];
}

function optionsOf(
  named: Readonly<Record<string, { readonly name: string }>>,
  kind: string,
): readonly PlainTextOption[] {
  let bytes = 0;
  return Object.entries(named)
    .map(([id, { name }]) => ({ text: plainText(name, LIMITS.optionText), value: kind + id }))
    .filter(({ value }) => value.length <= LIMITS.optionValue && value.isWellFormed())
    .slice(0, MOST_NAMES / 2)
    .filter((option) => (bytes += Buffer.byteLength(JSON.stringify(option), 'utf8') + 1) <= NAMES_BYTES / 2);
}

function grouped(name: string, options: readonly PlainTextOption[]): NonNullable<MultiStaticSelect['option_groups']> {
  return Array.from({ length: Math.ceil(options.length / LIMITS.options) }, (_, n) => {
    const from = n * LIMITS.options;
    const part = options.slice(from, from + LIMITS.options);
    const which = options.length <= LIMITS.options ? '' : `, ${from + 1} to ${from + part.length}`;
    return { label: plainText(`${name}${which}`, LIMITS.optionText), options: part };
  });
}
