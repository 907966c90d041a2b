import type { Request } from 'express';
import type { Book } from '../../../core/book.ts';
import { findSystem } from '../../../core/lookup.ts';
import { readAbout } from '../../../core/nearmiss/about.ts';
import type { About, Report } from '../../../core/nearmiss/report.ts';
import { LIKELIHOODS, MOST_CHARACTERS } from '../../../core/nearmiss/report.ts';
import type { Preview } from '../../../core/nearmiss/scrub.ts';
import { valueOf } from '../console-say.ts';

/** What stands in the fields of the open form, as it was typed. It lives as long as the request. */
export type Typed = {
  readonly what: string;
  readonly stopped: string;
  readonly help: string;
  /** `function/claims`, or one of the answers that name nothing. */
  readonly about: string;
  /** A system by its name; it is looked up, and the list of systems is shown to nobody who has not signed in. */
  readonly system: string;
  readonly likelihood: string;
  readonly mayPublish: boolean;
  readonly mayAsk: boolean;
  readonly urgent: boolean;
  readonly name: string;
  readonly mayThank: boolean;
};

export const TEXTS = ['what', 'stopped', 'help'] as const;
export const ANSWERS = ['about', 'system', 'likelihood', 'name'] as const;
export const CHECKS = ['mayPublish', 'mayAsk', 'urgent', 'mayThank'] as const;

/** An empty form: whoever reports agrees to both by leaving them as they are, and to nothing else. */
export const NOTHING_TYPED: Typed = {
  what: '',
  stopped: '',
  help: '',
  about: 'none/rather not say',
  system: '',
  likelihood: '',
  mayPublish: true,
  mayAsk: true,
  urgent: false,
  name: '',
  mayThank: false,
};

/** As much of a text is looked at; more than the form's own limit is refused in words. */
const MOST_LOOKED_AT = 2 * MOST_CHARACTERS;

export function typedIn(req: Request): Typed {
  const text = (name: string) => valueOf(req, name).slice(0, MOST_LOOKED_AT);
  const isOn = (name: string) => valueOf(req, name) !== '';
  return {
    what: text('what'),
    stopped: text('stopped'),
    help: text('help'),
    about: text('about'),
    system: text('system').slice(0, 80),
    likelihood: text('likelihood'),
    mayPublish: isOn('mayPublish'),
    mayAsk: isOn('mayAsk'),
    urgent: isOn('urgent'),
    name: text('name').slice(0, 80),
    mayThank: isOn('mayThank'),
  };
}

/** What the form says it is about: a system that the plan knows wins over the function. */
function aboutOf({ about, system }: Typed, book: Book): About {
  if (system.trim() === '') return readAbout(about);
  const found = findSystem(book, system);
  if (found.ok) return { system: found.id };
  return about.startsWith('function/') ? readAbout(about) : { none: 'not in the plan' };
}

export function reportOf(typed: Typed, book: Book): Report {
  const { what, stopped, help, mayPublish, mayAsk, urgent, name, mayThank } = typed;
  const told = {
    texts: { what, stopped, help },
    about: aboutOf(typed, book),
    likelihood: LIKELIHOODS.find((one) => one === typed.likelihood) ?? null,
    mayPublish,
    mayAsk,
    urgent,
  };
  return name.trim() === '' ? { ...told, kind: 'anonymous' } : { ...told, kind: 'named', name, mayThank };
}

/** The texts as a preview leaves them, and everything that was taken out of them. */
export function scrubbed(typed: Typed, preview: (text: string) => Preview) {
  const [what, stopped, help] = [preview(typed.what), preview(typed.stopped), preview(typed.help)];
  return {
    typed: { ...typed, what: what.scrubbed, stopped: stopped.scrubbed, help: help.scrubbed },
    found: [what, stopped, help].flatMap(({ found }) => found),
  };
}
