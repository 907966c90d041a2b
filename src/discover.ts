import { readdir } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { CommandSpec } from './command.ts';

const MODULE = /^[a-z][a-z-]{0,30}\.(?:ts|mts|js|mjs)$/;

const shape = z.looseObject({
  summary: z.string().min(1),
  usage: z.string().min(1),
  group: z.enum(['core', 'steps', 'plan']),
  where: z.enum(['anywhere', 'incident']),
  aliases: z.array(z.string().min(1)).optional(),
  args: z.custom<z.ZodType>((value) => value instanceof z.ZodType),
  fields: z.array(z.looseObject({ name: z.string(), label: z.string() })),
  answer: z.custom<CommandSpec['answer']>((value) => typeof value === 'function'),
});

/**
 * The words there are: one module a word, its file's name is the word, its default export is made by `command()`. Throws with
 * the file's name when a module is none, or when two files claim one word or alias.
 */
export async function discoverCommands(folders: readonly string[]): Promise<Readonly<Record<string, CommandSpec>>> {
  const words: Record<string, CommandSpec> = {};
  const claimed = new Map<string, string>();
  for (const folder of folders) {
    const files = (await readdir(folder)).filter((name) => MODULE.test(name)).toSorted();
    for (const name of files) {
      const file = join(folder, name);
      const spec = await loadCommand(file);
      const verb = basename(name, extname(name));
      for (const word of [verb, ...(spec.aliases ?? [])]) {
        const other = claimed.get(word);
        if (other !== undefined) throw new Error(`the word "${word}" is claimed twice: by ${other} and by ${file}`);
        claimed.set(word, file);
      }
      words[verb] = spec;
    }
  }
  return words;
}

async function loadCommand(file: string): Promise<CommandSpec> {
  const module: unknown = await import(pathToFileURL(resolve(file)).href).catch((cause: unknown) => {
    throw new Error(`${file} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  const found = z.looseObject({ default: shape }).safeParse(module);
  if (!found.success)
    throw new Error(
      `${file} is no word: its default export must be made by command(), ${found.error.issues[0]?.message ?? ''}`,
    );
  return (module as { readonly default: CommandSpec }).default;
}
