import type { ConfirmedData, SkipReason } from '@postconfirm/contract';
import type { Intent } from '@postconfirm/ledger';
import { isReservedDomain, parseRecipient } from './email-address.ts';
import { type RenderedEmail, renderWelcome } from './render-welcome.ts';

/** An email ready for SES, but for the tags of its delivery. */
export type WelcomeEmail = Pick<RenderedEmail, 'subject' | 'html' | 'text'> & { to: string };

export type EmailRules = {
  product: { name: string; url: string };
  unverifiedAddresses: 'skip' | 'send';
  reservedDomains: 'skip' | 'send';
};

/** Which email a message asks for, or why none: pure, decided and rendered before the ledger is touched. */
export function emailIntent(data: ConfirmedData, rules: EmailRules): Intent<WelcomeEmail> {
  const recipient = emailRecipient(data, rules);
  if (!recipient.ok) return { kind: 'skip', reason: recipient.reason };
  const { subject, html, text } = renderWelcome({ data, product: rules.product });
  return { kind: 'email', email: { to: recipient.address, subject, html, text } };
}

/** Who would be mailed, or why nobody is: the decision alone, for a plan of thousands. */
export function emailRecipient(
  data: ConfirmedData,
  rules: EmailRules,
): { ok: true; address: string } | { ok: false; reason: SkipReason } {
  const recipient = parseRecipient(data.email);
  if (!recipient.ok) return recipient;
  if (rules.reservedDomains === 'skip' && isReservedDomain(recipient.address)) return skip('reserved-domain');
  return rules.unverifiedAddresses === 'skip' && !isVouchedFor(data) ? skip('unverified') : recipient;
}

const skip = (reason: SkipReason) => ({ ok: false, reason }) as const;

/** The user proved to own the address, or an administrator confirmed them as they are. */
const isVouchedFor = ({ emailVerified, cause }: ConfirmedData) => emailVerified === true || cause === 'admin';
