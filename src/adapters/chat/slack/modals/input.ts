import type { InputBlock } from '@slack/types';
import { cut, LIMITS } from '../draw/clamp.ts';
import { inOneLine } from '../draw/times.ts';

/** What changes who would be paged has an action id that begins so: Slack tells of it before the modal is sent. */
export const PREVIEW = 'start-preview:';

export const plainText = (text: string, most: number) => ({
  type: 'plain_text' as const,
  text: cut(inOneLine(text) || '?', most),
  emoji: false,
});

export const label = (text: string) => plainText(text, LIMITS.inputLabel);

type Asked = Pick<InputBlock, 'element' | 'hint'>;

/** May be left as it is; a change of it shows anew who will be paged. */
export const input = (block: string, asks: string, asked: Asked): InputBlock => ({
  type: 'input',
  block_id: block,
  label: label(asks),
  optional: true,
  dispatch_action: true,
  ...asked,
});
