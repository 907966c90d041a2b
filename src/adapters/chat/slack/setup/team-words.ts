import type { Seen, SeenTeam } from './seen.ts';

const LONGEST = 60;

/** What somebody else named, in one line and not too long. */
export const named = (name: string) => {
  const plain = name.replaceAll(/\s+/g, ' ').trim();
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
};

/** ` in the workspace Acme`, where there is more than one to confuse it with. */
export const where = ({ by, teams }: Pick<Seen, 'by' | 'teams'>, { name }: Pick<SeenTeam, 'name'>): string =>
  by === 'oauth' || teams.length > 1 ? ` in the workspace ${named(name)}` : '';
