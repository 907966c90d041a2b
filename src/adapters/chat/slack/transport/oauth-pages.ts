/** A page of the installation, before anybody draws it: plain text throughout. */
export type OAuthPage = {
  readonly title: string;
  readonly says: readonly string[];
  readonly link?: { readonly href: string; readonly text: string };
};

const INSTALL = '/slack/install';
const AGAIN = { href: INSTALL, text: 'Begin again' };

export const beginPage = (authorizeUrl: string): OAuthPage => ({
  title: 'Put Muster into a Slack workspace',
  says: [
    'Slack will ask which workspace, and show what Muster may do there.',
    'You need the right to install apps in that workspace, or Slack asks an administrator for you.',
  ],
  link: { href: authorizeUrl, text: 'Go on to Slack' },
});

export const donePage = (team: { readonly id: string; readonly name: string }): OAuthPage => ({
  title: `Muster is in ${team.name}`,
  says: [
    'Type /incident setup in Slack: it says what is still missing, one thing at a time.',
    'Nothing else has to be done here; this page can be closed.',
  ],
  link: { href: `https://app.slack.com/client/${encodeURIComponent(team.id)}`, text: 'Open Slack' },
});

export const refusedPage = (say: string): OAuthPage => ({ title: 'Muster was not installed', says: [say] });

/** Why it did not work, by the code of Slack's installer; `say` is our own sentence where we have one. */
export function failedPage(code: string, say?: string): { readonly status: number; readonly page: OAuthPage } {
  const page = (sentence: string): OAuthPage => ({ ...refusedPage(sentence), link: AGAIN });
  if (say !== undefined) return { status: 409, page: page(say) };
  switch (code) {
    case 'slack_oauth_missing_state':
    case 'slack_oauth_invalid_state':
      return {
        status: 400,
        page: page(
          'This did not begin in this browser, or more than ten minutes ago. Nothing was installed. Begin again.',
        ),
      };
    case 'slack_oauth_missing_code':
      return { status: 400, page: page('Slack sent no code along. Nothing was installed. Begin again.') };
    case 'slack_oauth_installer_authorization_error':
      return { status: 400, page: page('You told Slack not to install it, so nothing was installed.') };
    case 'slack_webapi_platform_error':
      return {
        status: 502,
        page: page(
          'Slack did not accept the installation: the code was used or too old, or SLACK_CLIENT_SECRET is wrong.',
        ),
      };
    default:
      return {
        status: 502,
        page: page(
          'Slack could not be asked, or the answer could not be kept. Nothing was installed. Try again in a minute.',
        ),
      };
  }
}

/** A page without a style; whoever mounts the routes may draw it as the rest of the console. */
export function plainOAuthPage({ title, says, link }: OAuthPage): string {
  const lines = says.map((say) => `<p>${escaped(say)}</p>`);
  const more = link === undefined ? [] : [`<p><a href="${escaped(link.href)}">${escaped(link.text)}</a></p>`];
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta name="viewport" content="width=device-width"><title>${escaped(title)}</title></head>`,
    `<body><main><h1>${escaped(title)}</h1>`,
    ...lines,
    ...more,
    '</main></body></html>',
  ].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '');
