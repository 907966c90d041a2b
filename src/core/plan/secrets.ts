import type { Found, Path } from './finding.ts';
import { isBlock } from './leaves.ts';

/** Tokens that cannot be anything else. */
const TOKENS =
  /xox[abprs]-[\w-]{10}|gh[pousr]_\w{20}|AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY|sk_live_\w{10}|eyJ[\w-]{10,}\.eyJ/;
/** `PIN: 4471`, `password is hunter2`: the word, a joint, and something with a digit in it. */
const SPOKEN =
  /\b(?:pin|password|passwd|passcode|passphrase|passwort)\b(?:\s+(?:is|ist)\s+|\s*[:=]\s*|\s+(?=\d{4}))(?!secret:)\S*\d/i;

/** Every text of a value with its path. The value must be a tree, as the loader gives it. */
export function* textsOf(value: unknown, path: Path = []): Generator<readonly [path: Path, text: string]> {
  if (typeof value === 'string') yield [path, value];
  else if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* textsOf(item, [...path, i]);
  else if (isBlock(value)) for (const [key, item] of Object.entries(value)) yield* textsOf(item, [...path, key]);
}

/** L006 in free text. The text itself is never repeated: findings go to logs and chats. */
export function clearSecrets(raw: unknown): readonly Found[] {
  const found: Found[] = [];
  for (const [path, text] of textsOf(raw)) {
    if (TOKENS.test(text) || SPOKEN.test(text))
      found.push({
        rule: 'L006',
        level: 'error',
        path,
        message: 'This looks like a PIN or password. Use `secret:NAME` and keep the value out of the plan.',
      });
  }
  return found;
}
