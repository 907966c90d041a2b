/** `name` is without `#`. */
export type IncidentsChannel =
  { readonly by: 'id'; readonly id: string } | { readonly by: 'name'; readonly name: string };

/** How Slack reaches Muster, with the secrets that it takes. Never logged. */
export type SlackConnection =
  | { readonly by: 'socket'; readonly botToken: string; readonly appToken: string }
  | { readonly by: 'http'; readonly botToken: string; readonly signingSecret: string; readonly publicUrl: string }
  /** Several workspaces: each installs the app and gets its own bot token. */
  | {
      readonly by: 'oauth';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly signingSecret: string;
      readonly publicUrl: string;
    };

export type SlackConfig = {
  readonly connection: SlackConnection;
  /** Ends in a slash. */
  readonly apiUrl: string;
  /** With its slash. */
  readonly command: string;
  readonly incidents: IncidentsChannel | undefined;
  readonly rooms: 'channel' | 'thread';
  readonly channelPrefix: string;
  readonly reactions: boolean;
  readonly canvas: boolean;
};
