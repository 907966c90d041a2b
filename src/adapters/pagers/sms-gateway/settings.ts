/** A gateway for SMS that is spoken to by HTTP: kannel, or one with an address of its own shape. */
export type SmsGatewayConfig = {
  /**
   * Where a message is handed over: kannel's `http://host:13013/cgi-bin/sendsms`, or an address with places to fill in
   * (`{to}`, `{digits}`, `{text}`, `{from}`, `{key}`, `{report}`). It may hold a key: never logged.
   */
  readonly url: string;
  readonly login: { readonly user: string; readonly password: string } | undefined;
  /** What messages come from, as the gateway wants it; kannel needs one, here or of its own. */
  readonly from: string | undefined;
};

/** Without a place for the number, the gateway is spoken to as kannel is. */
export const isKannel = ({ url }: Pick<SmsGatewayConfig, 'url'>) => !/\{(?:to|digits)\}/.test(url);
