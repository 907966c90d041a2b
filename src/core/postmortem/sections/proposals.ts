import { playbookTitle } from '../../timeline/scene.ts';
import { list, m } from '../markdown.ts';
import { facts as part, questions } from '../section.ts';
import type { Write } from '../section.ts';
import { addedSteps, discovered, wrongNumbers } from './differences.ts';

/** What the events say that the plan should say; people accept, edit or reject it. */
export const proposals: Write = (facts, speech) => {
  const { declared, book } = facts;
  const proposed = [
    ...addedSteps(facts, speech).map(
      (text) => `Playbook ${playbookTitle(book, declared.playbook)}: take up the step that was added: ${text}`,
    ),
    ...wrongNumbers(facts).map((text) => `People: correct the number or address that does not work: ${text}`),
    ...discovered(facts).map((text) => `Dependencies: should the plan have known that ${text} is hit as well?`),
  ];
  return {
    title: 'Plan changes',
    parts: [
      part('plan-changes', proposed.length === 0 ? m`Nothing proposed.` : list(proposed)),
      questions('plan-changes'),
    ],
  };
};
