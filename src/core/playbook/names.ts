/** Names that hold in every plan, with or without a `roles` or `comms` block. */

/** Roles that a plan may leave out; their steps then fall to the commander. */
export const STANDARD_ROLES: readonly string[] = [
  'incident_commander',
  'tech_lead',
  'comms_lead',
  'scribe',
  'staff_contact',
  'vendor_contact',
  'decision_maker',
  'privacy_officer',
  'insurance_contact',
  'legal_contact',
];

/** Words for `who` that are no roles of a plan: `bot` is Muster; the last three play in exercises. */
export const EXTRA_ROLES: readonly string[] = ['anyone', 'bot', 'evaluator', 'caller', 'function_owner'];

/** Templates that Muster brings along. */
export const STANDARD_TEMPLATES: readonly string[] = ['holding', 'update', 'no-news', 'restored', 'staff-instruction'];

export const STANDARD_SEVERITIES: readonly string[] = ['sev1', 'sev2', 'sev3', 'sev4'];
