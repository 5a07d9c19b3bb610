import type { Applied } from './ledger-table.ts';
import type { Accepted } from './ses.ts';

export const transitionOf = ({ method, before, after }: Applied) =>
  `${method}: ${before?.state ?? 'none'} → ${after?.state ?? 'none'}`;

/** Notes on the emails when the ledger had SES's answer, and when each of their events. */
export function noteOnEmails(emails: readonly Accepted[], { method, input }: Applied, now: number): void {
  if (method !== 'recordSent' && method !== 'recordEvent') return;
  const [{ messageId, type } = {}] = input as [{ messageId?: string; type?: string }?];
  const email = emails.find((one) => one.messageId === messageId);
  if (method === 'recordSent' && email) email.recordedAt ??= now;
  if (method !== 'recordEvent') return;
  for (const event of email?.events ?? []) if (event.type === type) event.appliedAt ??= now;
}

/** What no write may do to a delivery, whoever makes it. */
export function forbidden({ method, key: { sub }, before, after }: Applied): string[] {
  const [from, to] = [before?.state, after?.state];
  const complaints: string[] = [];
  if (from === 'SENT' && to !== 'SENT') complaints.push(`${sub}: SENT became ${to}`);
  if (method === 'skip' && to === 'SKIPPED' && (from === 'UNCERTAIN' || from === 'SENDING' || from === 'HELD')) {
    complaints.push(`${sub}: ${from} was skipped`);
  }
  const isNewClaim = method === 'claim' && to === 'SENDING' && before?.owner !== after?.owner;
  if (isNewClaim && after?.attempt !== (before?.attempt ?? 0) + 1) {
    complaints.push(`${sub}: attempt ${after?.attempt} was claimed after attempt ${before?.attempt}`);
  }
  return complaints;
}
