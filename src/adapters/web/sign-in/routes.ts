import type { Around } from '../console-around.ts';
import { askToSignIn, signIn, signOut } from './link.ts';
import { sendLink } from './ask.ts';
import { signInWithCode } from './code.ts';
import { entryOf } from './entry.ts';
import { firmRoutes } from './firm.ts';

/** `/sign-in` and `/sign-out`: what is open to people who are not signed in. */
export function signInRoutes(around: Around): void {
  const { console, form, frame } = around;
  const entry = entryOf(around);
  console.get('/sign-in', (req, res) => askToSignIn(req, res, { entry, frame }));
  console.post('/sign-in', form, (req, res) => signIn(req, res, entry));
  console.post('/sign-in/link', form, (req, res) => sendLink(req, res, entry));
  console.post('/sign-in/code', form, (req, res) => signInWithCode(req, res, entry));
  console.post('/sign-out', form, (req, res) => signOut(req, res, { entry, everywhere: false }));
  console.post('/sign-out/everywhere', form, (req, res) => signOut(req, res, { entry, everywhere: true }));
  firmRoutes(console, entry);
}
