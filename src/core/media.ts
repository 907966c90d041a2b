/** How a page travels, in the words of the plan's `reach`: `call` is a mobile or home phone, `desk` a phone at work. */
export const MEDIA = ['chat', 'sms', 'call', 'desk', 'email', 'push'] as const;
export type Medium = (typeof MEDIA)[number];
