import type { Facts } from '../measures/facts.ts';
import { blocks } from './markdown.ts';
import type { Md } from './markdown.ts';
import { factsPart, writePart } from './marks.ts';
import { QUESTIONS, questionLine } from './questions.ts';
import type { Speech } from './speech.ts';

/** A part of a section: filled from the events, or left to people with questions to answer (domain 5.1, A and H). */
export type Part =
  | { readonly kind: 'facts'; readonly name: string; readonly text: Md }
  | { readonly kind: 'write'; readonly name: string; readonly text: Md };

export type Section = { readonly title: string; readonly parts: readonly Part[] };
export type Write = (facts: Facts, speech: Speech) => Section;

export const facts = (name: string, ...text: readonly Md[]): Part => ({ kind: 'facts', name, text: blocks(text) });
export const write = (name: string, ...text: readonly Md[]): Part => ({ kind: 'write', name, text: blocks(text) });

/** The questions of a part in italics, each with room for an answer under it. */
export const questions = (name: keyof typeof QUESTIONS): Part =>
  write(name, { md: QUESTIONS[name].map(questionLine).join('\n\n') });

export const partText = ({ kind, name, text }: Part) =>
  kind === 'facts' ? factsPart(name, text.md) : writePart(name, text.md);
