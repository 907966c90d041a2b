import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Router } from 'express';

const ASSETS = join(import.meta.dirname, 'assets');
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

/** The console's own styles, scripts and pictures, open to all: there is nothing in them. Read once, when Muster starts. */
export function assetRoutes(console: Router): void {
  const morph = readFileSync(new URL(import.meta.resolve('idiomorph/dist/idiomorph.esm.js')), 'utf8');
  serve('idiomorph.js', 'text/javascript', morph);
  for (const name of readdirSync(ASSETS)) {
    const type = TYPES[extname(name)];
    if (type !== undefined) serve(name, type, readFileSync(join(ASSETS, name), 'utf8'));
  }

  function serve(name: string, type: string, text: string) {
    console.get(`/${name}`, (_req, res) => void res.set('Cache-Control', 'no-cache').type(type).send(text));
  }
}
