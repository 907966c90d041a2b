import { questions } from '../section.ts';
import type { Section } from '../section.ts';

/** How and what, never why or who (domain 5.1, prompts for section 10). */
export const sense: Section = {
  title: 'How it made sense',
  parts: [
    questions('sense', [
      'What did you notice first?',
      'What did you think was going on?',
      'What did you expect to happen when you did that?',
      'What other ways were open?',
      'What did you know that was not written anywhere?',
      'What made it hard to find the number, the password, the page?',
      'Who did you turn to, and how did you know to?',
      'What usually happens here when it goes well?',
    ]),
  ],
};

export const factors: Section = {
  title: 'Contributing factors',
  parts: [
    questions('factors', [
      'What had to be true for this to happen? Several things, none of them the one cause. Tags: change, capacity, dependency, supplier, detection, knowledge, access, communication, planning, luck.',
    ]),
  ],
};

export const helped: Section = {
  title: 'What helped, what hindered, where we were lucky',
  parts: [questions('helped', ['What helped?', 'What hindered?', 'Where were we lucky?'])],
};

export const outside: Section = {
  title: 'Message for outside',
  parts: [
    questions('outside', [
      'Only if wanted: what do we tell those outside, in their words? It goes out once the approver of that audience in the plan has said yes.',
    ]),
  ],
};
