/** A message as it stands in Slack. */
export type SlackMessage = {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly blocks: unknown;
  readonly thread?: string;
};

export type SlackButton = { readonly label: string; readonly words: string; readonly actionId: string };

/** Everything in it that a person reads, a piece a line. */
export function textOf({ text, blocks }: Pick<SlackMessage, 'text' | 'blocks'>): string {
  return [text, ...strings(blocks)].join('\n');
}

const READ = new Set(['text', 'plain_text', 'mrkdwn', 'fallback']);
const strings = (value: unknown): readonly string[] => walk(value, (key, each) => (READ.has(key) ? [each] : []));

function walk<T>(value: unknown, take: (key: string, text: string) => readonly T[]): readonly T[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]): readonly T[] =>
    typeof each === 'string' ? take(key, each) : walk(each, take),
  );
}

/** The buttons of a message, in their order. */
export function buttonsOf({ blocks }: Pick<SlackMessage, 'blocks'>): readonly SlackButton[] {
  const all = Array.isArray(blocks)
    ? (blocks as readonly { readonly type?: string; readonly elements?: unknown }[])
    : [];
  return all.flatMap(({ type, elements }) =>
    type === 'actions' && Array.isArray(elements) ? elements.flatMap(buttonOf) : [],
  );
}

type Element = {
  readonly type?: string;
  readonly value?: string;
  readonly action_id?: string;
  readonly text?: { readonly text?: string };
};

const buttonOf = ({ type, value = '', action_id: actionId = '', text }: Element): readonly SlackButton[] =>
  type === 'button' ? [{ label: text?.text ?? '', words: value, actionId }] : [];

export const labelsOf = (message: Pick<SlackMessage, 'blocks'>) => buttonsOf(message).map(({ label }) => label);
