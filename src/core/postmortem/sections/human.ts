import { questions } from '../section.ts';
import type { Section } from '../section.ts';

/** How and what, never why or who (domain 5.1, prompts for section 10). */
export const sense: Section = {
  title: 'How it made sense',
  parts: [questions('sense')],
};

export const factors: Section = {
  title: 'Contributing factors',
  parts: [questions('factors')],
};

export const helped: Section = {
  title: 'What helped, what hindered, where we were lucky',
  parts: [questions('helped')],
};

export const outside: Section = {
  title: 'Message for outside',
  parts: [questions('outside')],
};
