import type { TriggerCall } from './internals.ts';

type Attribute = { Name: string; Value: string };

export const attributesOf = (attributes: readonly Attribute[]): Record<string, string> =>
  Object.fromEntries(attributes.map(({ Name, Value }) => [Name, Value]));

/**
 * A user's attributes after confirmation. A code that came by email proves the address, an administrator's word doesn't:
 * `email_verified` is `"true"` after ConfirmSignUp with an auto-verified email, otherwise what it was, at first `"false"`.
 */
export function confirmedAttributes(
  attributes: readonly Attribute[],
  call: Pick<TriggerCall, 'clientId' | 'source'>,
  autoVerified: readonly string[],
): Attribute[] {
  const now = attributesOf(attributes);
  const byCode = call.clientId !== null && call.source === 'PostConfirmation_ConfirmSignUp';
  for (const name of ['email', 'phone_number']) {
    if (now[name] === undefined) continue;
    now[`${name}_verified`] ??= 'false';
    // The code goes to one of them: to the address when there is one.
    const reached = name === 'email' || now['email'] === undefined;
    if (byCode && reached && autoVerified.includes(name)) now[`${name}_verified`] = 'true';
  }
  return Object.entries(now).map(([Name, Value]) => ({ Name, Value }));
}
