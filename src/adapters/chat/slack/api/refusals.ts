/** Trouble with the token or the workspace: no call at all will work until somebody looks (platforms E.1). */
const TOKEN_FAULTS: ReadonlyMap<string, string> = new Map([
  ['not_authed', 'Muster has no token for this workspace: install the app again, or set SLACK_BOT_TOKEN.'],
  ['invalid_auth', 'Slack does not know the token: copy the Bot User OAuth Token from the app’s page once more.'],
  ['token_revoked', 'The token was revoked: install the app again and set the new one.'],
  ['token_expired', 'The token has expired: install the app again, with token rotation off.'],
  ['account_inactive', 'The app was removed from the workspace, or its bot switched off: install it again.'],
  ['not_allowed_token_type', 'This is not a bot token: set SLACK_BOT_TOKEN to the one that begins with xoxb-.'],
  ['org_login_required', 'The workspace is being moved within its organisation: try again when that is done.'],
  ['team_access_not_granted', 'The app has no access to this workspace: an admin of the organisation must add it.'],
  ['enterprise_is_restricted', 'The organisation does not allow this app: ask an admin of Slack to approve it.'],
  ['ekm_access_denied', 'The organisation has withheld its encryption keys: ask an admin of Slack.'],
  ['accesslimited', 'Slack limits access to this workspace from here: ask an admin of Slack.'],
  ['http_401', 'Something on the way to Slack asks who Muster is: look at the proxy.'],
  ['http_403', 'Something on the way to Slack forbids the call: look at the proxy or the firewall.'],
  ['http_407', 'The proxy wants a password: set it in the proxy settings of this machine.'],
]);

/** Asking again with the same words will not help. */
const FOR_GOOD: ReadonlyMap<string, string> = new Map([
  ...TOKEN_FAULTS,
  ['missing_scope', 'The app lacks a permission: add the scope on the app’s page and install the app again.'],
  ['channel_not_found', 'Slack does not know this channel, or Muster is not in it: invite it with /invite @Muster.'],
  ['not_in_channel', 'Muster is not in this channel: invite it with /invite @Muster.'],
  ['is_archived', 'This channel is archived: unarchive it, or go on in the console.'],
  ['is_inactive', 'This channel is no longer active: go on in the console.'],
  ['user_not_found', 'Slack does not know this person: check the account in the plan.'],
  ['users_not_found', 'Nobody in Slack has this e-mail address: check it in the plan, or link the account.'],
  ['user_disabled', 'This person’s Slack account is switched off: take them off the plan or link another account.'],
  ['user_not_visible', 'Muster may not see this person in Slack: they are a guest or of another workspace.'],
  ['user_is_restricted', 'A guest’s account may not do this in Slack: choose a full member.'],
  ['user_is_ultra_restricted', 'A guest of one channel may not do this in Slack: choose a full member.'],
  ['user_not_in_channel', 'This person is not in the channel: invite them first.'],
  ['cannot_dm_bot', 'This account is a bot: name a person in the plan.'],
  ['cant_invite_self', 'Muster cannot invite itself.'],
  ['no_external_invite_permission', 'This person is of another organisation: an admin of Slack must invite them.'],
  ['messages_tab_disabled', 'Direct messages to the app are off: turn on the Messages tab under App Home.'],
  ['not_enabled', 'The Home tab is off: turn it on under App Home on the app’s page.'],
  ['access_denied', 'Slack does not allow the app to do this here: ask an admin of Slack.'],
  ['app_access_restricted', 'Slack does not allow the app to do this here: ask an admin of Slack.'],
  ['no_permission', 'Slack does not allow the app to do this here: ask an admin of Slack.'],
  ['permission_denied', 'Slack does not allow the app to do this here: ask an admin of Slack.'],
  ['restricted_action', 'A setting of the workspace forbids this: ask an admin of Slack to allow it for the app.'],
  ['restricted_action_read_only_channel', 'Only admins may write in this channel: choose another, or allow Muster.'],
  ['restricted_action_thread_only_channel', 'Only threads are allowed in this channel: choose another.'],
  ['cannot_create_channel', 'A setting of the workspace keeps apps from making channels: ask an admin of Slack.'],
  ['file_uploads_disabled', 'The workspace allows no files: read the document in the console.'],
  ['file_type_not_allowed', 'The workspace does not allow this kind of file: read the document in the console.'],
  ['storage_limit_reached', 'The workspace has no room for files: read the document in the console.'],
  ['plan_upgrade_required', 'The workspace’s plan of Slack does not include this.'],
  ['paid_only', 'The workspace’s plan of Slack does not include this.'],
  ['free_teams_cannot_create_non_tabbed_canvases', 'The workspace’s plan of Slack does not include this.'],
  ['team_tier_cannot_create_channel_canvases', 'The workspace’s plan of Slack does not include this.'],
  ['canvas_disabled_user_team', 'Canvases are off in this workspace.'],
  ['feature_not_enabled', 'This is off in the workspace: ask an admin of Slack.'],
  ['not_implemented', 'This is off in the workspace: ask an admin of Slack.'],
  ['unknown_method', 'Slack no longer offers this: look for a newer Muster.'],
  ['method_deprecated', 'Slack no longer offers this: look for a newer Muster.'],
  ['deprecated_endpoint', 'Slack no longer offers this: look for a newer Muster.'],
  ['http_404', 'There is no such thing at this address: check SLACK_API_URL.'],
  ['http_405', 'There is no such thing at this address: check SLACK_API_URL.'],
  ['message_not_found', 'The message is gone: somebody deleted it.'],
  ['edit_window_closed', 'The workspace lets messages be edited for a short time only.'],
  ['cant_update_message', 'This message is not Muster’s to change.'],
  ['expired_trigger_id', 'It took too long to open the form: press again.'],
  ['exchanged_trigger_id', 'This press was used already: press again.'],
  ['invalid_trigger_id', 'This press cannot open a form: press again.'],
  ...['msg_too_long', 'msg_blocks_too_long', 'too_long', 'view_too_large', 'metadata_too_large'].map(
    (code) => [code, 'The text is too long for Slack: read it in the console, and tell the makers of Muster.'] as const,
  ),
  ...['invalid_blocks', 'invalid_blocks_format', 'invalid_arguments', 'invalid_metadata_format', 'no_text'].map(
    (code) => [code, 'Slack did not understand Muster: read it in the console, and tell the makers.'] as const,
  ),
]);

/** Refusals that say something about the workspace and the app, not about the one channel or message. */
const OF_THE_WORKSPACE = new Set([
  'missing_scope',
  'not_allowed_token_type',
  'restricted_action',
  'permission_denied',
  'no_permission',
  'access_denied',
  'app_access_restricted',
  'plan_upgrade_required',
  'paid_only',
  'free_teams_cannot_create_non_tabbed_canvases',
  'team_tier_cannot_create_channel_canvases',
  'canvas_disabled_user_team',
  'feature_not_enabled',
  'not_implemented',
  'not_enabled',
  'unknown_method',
  'method_deprecated',
  'deprecated_endpoint',
  'http_404',
  'http_405',
]);

/** True when the same call will be refused again however often it is made: go on to something else at once. */
export const isPermanent = (code: string) => FOR_GOOD.has(code);
/** True when no call for this workspace will work. */
export const isTokenFault = (code: string) => TOKEN_FAULTS.has(code);
/** True when the method will be refused in every channel of the workspace. */
export const isOfTheWorkspace = (code: string) => OF_THE_WORKSPACE.has(code);

/** The refusal in plain words, with what to do. `needed` is the scope that Slack named. */
export function sayOf(code: string, needed?: string): string {
  if (code === 'missing_scope' && needed !== undefined)
    return `The app lacks the permission ${needed}: add it under OAuth & Permissions, and install the app again.`;
  return FOR_GOOD.get(code) ?? `Slack refused it (${code}).`;
}
