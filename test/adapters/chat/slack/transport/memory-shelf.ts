import type { InstallationShelf } from '../../../../../src/adapters/chat/slack/transport/installations.ts';

/** A shelf that shows what lies on it. */
export type MemoryShelf = InstallationShelf & { readonly rows: Map<string, { sealed: string; name: string }> };

export function memoryShelf(): MemoryShelf {
  const rows = new Map<string, { sealed: string; name: string }>();
  return {
    rows,
    put: async (team, sealed, { name }) => void rows.set(team, { sealed, name }),
    get: async (team) => rows.get(team)?.sealed,
    remove: async (team) => void rows.delete(team),
    list: async () => [...rows].map(([team, { name }]) => ({ team, name })),
  };
}
