/** A filter of ListUsers: the users whose attribute is exactly this. */
export const equals = (attribute: 'sub' | 'username' | 'email', value: string): string =>
  `${attribute} = "${value.replace(/["\\]/g, '\\$&')}"`;
