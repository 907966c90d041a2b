import type { Around } from './console-around.ts';
import { askToSignIn, signIn, signOut } from './console-sign-in.ts';
import { limiterOf } from './limiter.ts';
import { signInLinks } from './sign-in-links.ts';

/** `/sign-in` and `/sign-out`. */
export function signInRoutes(around: Around): void {
  const { console, form, parts } = around;
  const entry = { ...around, links: signInLinks(parts.secret, parts.wall), limiter: limiterOf(parts.wall) };
  console.get('/sign-in', (req, res) => askToSignIn(req, res, entry));
  console.post('/sign-in', form, (req, res) => signIn(req, res, entry));
  console.post('/sign-out', form, (req, res) => signOut(req, res, entry));
}
