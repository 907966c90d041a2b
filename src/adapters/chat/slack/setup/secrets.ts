/** The secrets of a Slack app as settings; one that is missing is undefined. */
export type Secrets = {
  readonly SLACK_BOT_TOKEN?: string | undefined;
  readonly SLACK_APP_TOKEN?: string | undefined;
  readonly SLACK_SIGNING_SECRET?: string | undefined;
  readonly SLACK_CLIENT_ID?: string | undefined;
  readonly SLACK_CLIENT_SECRET?: string | undefined;
};
type Key = keyof Secrets;

/** What Slack shows where, by its look; the first that fits. `for`: where it belongs; nothing: Muster has no use for it. */
const KINDS: readonly { readonly is: RegExp; readonly name: string; readonly for: readonly Key[] }[] = [
  { is: /^xoxb-/, name: 'a bot token (xoxb-…)', for: ['SLACK_BOT_TOKEN'] },
  { is: /^xapp-/, name: 'an app-level token (xapp-…)', for: ['SLACK_APP_TOKEN'] },
  { is: /^xoxp-/, name: 'the token of a person (xoxp-…)', for: [] },
  { is: /^(?:xox[a-z]|xwfp)-/, name: 'a token of another kind', for: [] },
  { is: /^https?:/, name: 'an address', for: [] },
  { is: /^\d{6,}\.\d{6,}$/, name: 'a client id', for: ['SLACK_CLIENT_ID'] },
  // Which of the two it is cannot be seen.
  {
    is: /^[0-9a-f]{32}$/,
    name: 'a signing secret or a client secret',
    for: ['SLACK_SIGNING_SECRET', 'SLACK_CLIENT_SECRET'],
  },
];

type Rule = { readonly key: Key; readonly is: RegExp; readonly looks: string; readonly where: string };

const RULES: readonly Rule[] = [
  {
    key: 'SLACK_BOT_TOKEN',
    is: /^xoxb-[\w-]+$/,
    looks: 'begins with xoxb-',
    where: '"OAuth & Permissions", "Bot User OAuth Token"',
  },
  {
    key: 'SLACK_APP_TOKEN',
    is: /^xapp-[\w-]+$/,
    looks: 'begins with xapp-',
    where: '"Basic Information", "App-Level Tokens"',
  },
  {
    key: 'SLACK_SIGNING_SECRET',
    is: /^[\w-]{8,128}$/,
    looks: 'is 32 digits and letters',
    where: '"Basic Information", "Signing Secret"',
  },
  {
    key: 'SLACK_CLIENT_ID',
    is: /^[\w.-]{3,128}$/,
    looks: 'is two numbers with a dot between them',
    where: '"Basic Information", "Client ID"',
  },
  {
    key: 'SLACK_CLIENT_SECRET',
    is: /^[\w-]{8,128}$/,
    looks: 'is 32 digits and letters',
    where: '"Basic Information", "Client Secret"',
  },
];

/**
 * The first secret that cannot be what its setting asks for, as a sentence that names the next thing to do; undefined when
 * all can. The sentence never has the secret in it.
 */
export function secretTrouble(secrets: Secrets): string | undefined {
  for (const rule of RULES) {
    const value = secrets[rule.key];
    const trouble = value === undefined ? undefined : troubleOf(rule, value);
    if (trouble !== undefined) return trouble;
  }
  return undefined;
}

function troubleOf({ key, is, looks, where }: Rule, value: string): string | undefined {
  // Token rotation: `xoxe.xoxb-…` for 12 hours, `xoxe-…` to renew it. It cannot be switched off again.
  if (value.startsWith('xoxe'))
    return `${key} is a token that expires (xoxe…): make a new Slack app from "npx muster slack manifest", whose tokens stay.`;
  const kind = KINDS.find((one) => one.is.test(value));
  if (kind !== undefined && !kind.for.includes(key)) {
    const [home] = kind.for;
    const place = home === undefined ? '' : `, which belongs into ${home}`;
    return `${key} is ${kind.name}${place}: copy what ${looks} from ${where} of your Slack app.`;
  }
  if (is.test(value)) return undefined;
  return `${key} ${looks}, and what is given there does not look so: copy it from ${where} of your Slack app.`;
}
