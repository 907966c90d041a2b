import type { Directory } from '../directory.ts';

/** As Slack writes somebody who was picked: `<@U012AB>`, in a slash command `<@U012AB|ann>`. What is typed comes escaped. */
const MENTION = /<@([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>/g;
/** Each is asked for once; a line with more is no order to people. */
const MOST = 10;

/** Who was picked in Slack is the person of the plan whose account it is; all others stay as Slack wrote them. */
export async function withPeople(directory: Pick<Directory, 'whoIs'>, team: string, words: string): Promise<string> {
  const users = [...new Set([...words.matchAll(MENTION)].flatMap(([, user]) => user ?? []))].slice(0, MOST);
  if (users.length === 0) return words;
  const people = new Map<string, string>();
  await Promise.all(
    users.map(async (user) => {
      const who = await directory.whoIs(team, user);
      if (who.known && who.person !== null) people.set(user, who.person);
    }),
  );
  return words.replace(MENTION, (written, user: string) => {
    const person = people.get(user);
    return person === undefined ? written : `@${person}`;
  });
}
