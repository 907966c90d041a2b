/** `name` is what people see in front of the address; it may be empty. */
export type MailAddress = { readonly name: string; readonly address: string };

/** The server that takes our mail. Never logged as a whole: it holds a password. */
export type MailServer = {
  readonly host: string;
  readonly port: number;
  /**
   * `from the start`: `smtps://`. `required`: STARTTLS or nothing, for a password travels there. `if offered`: a relay of the
   * firm's own that asks for no password. `never`: a server on this machine, whose certificate nobody made for `localhost`.
   */
  readonly tls: 'from the start' | 'required' | 'if offered' | 'never';
  readonly credentials: { readonly user: string; readonly password: string } | undefined;
};

/** All that mail needs. */
export type MailConfig = {
  readonly server: MailServer;
  readonly from: MailAddress;
  /** Where answers arrive, in small letters and without a plus tag; undefined: a mail cannot be answered by a mail. */
  readonly answers: string | undefined;
  /** Where Muster itself takes mail; port 0 takes a free one. */
  readonly listen: { readonly host: string; readonly port: number } | undefined;
};
