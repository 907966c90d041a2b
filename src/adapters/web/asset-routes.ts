import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Router } from 'express';

const ASSETS = join(import.meta.dirname, 'assets');
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.png': 'image/png',
};

/** The console's own styles, scripts and pictures, open to all: there is nothing in them. Read once, when Muster starts. */
export function assetRoutes(console: Router): void {
  const morph = readFileSync(new URL(import.meta.resolve('idiomorph/dist/idiomorph.esm.js')), 'utf8');
  serve('idiomorph.js', 'text/javascript', morph);
  for (const name of readdirSync(ASSETS)) {
    const type = TYPES[extname(name)];
    if (type !== undefined) serve(name, type, read(name, type));
  }

  function serve(name: string, type: string, text: string | Buffer) {
    console.get(`/${name}`, (_req, res) => void res.set('Cache-Control', 'no-cache').type(type).send(text));
  }
}

/** Express says of a text in which letters it is written; a picture has none. */
function read(name: string, type: string): string | Buffer {
  const bytes = readFileSync(join(ASSETS, name));
  return type === 'image/png' ? bytes : bytes.toString('utf8');
}
