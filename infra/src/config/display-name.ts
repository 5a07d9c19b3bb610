/**
 * A sender's name as a From header takes it, for Cognito passes it on as it is: quoted, so that commas and brackets
 * mean nothing, or as an encoded word (RFC 2047) when it is not ASCII.
 */
export const displayName = (name: string): string =>
  /^[\x20-\x7e]*$/.test(name)
    ? `"${name.replaceAll(/["\\]/g, '\\$&')}"`
    : `=?UTF-8?B?${Buffer.from(name).toString('base64')}?=`;
