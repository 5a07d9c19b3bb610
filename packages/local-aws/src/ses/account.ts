import { REGION } from '../account.ts';
import type { Refusal } from '../emulators/refusal.ts';
import { listOf } from './email-request.ts';
import type { Result } from './xml.ts';

/** How SES regards the account; what is left out is healthy. */
export interface AccountState {
  /** 200 emails a day, one a second, and to verified addresses only: here to those of the sender's own domain. */
  sandbox?: boolean;
  /** `false` when AWS or somebody paused sending. */
  sendingEnabled?: boolean;
  /** Domains and addresses that nobody verified; every other one is. */
  unverified?: readonly string[];
}

/** The rate is what the config of stage local paces its emails by. */
const OUT_OF_SANDBOX = { Max24HourSend: 50_000, MaxSendRate: 200 };
const IN_SANDBOX = { Max24HourSend: 200, MaxSendRate: 1 };

export const sendQuota = ({ sandbox }: AccountState, sentToday: number): Result => ({
  ...(sandbox ? IN_SANDBOX : OUT_OF_SANDBOX),
  SentLast24Hours: sentToday,
});

export const sendingEnabled = ({ sendingEnabled: Enabled = true }: AccountState): Result => ({ Enabled });

export const verificationAttributes = (account: AccountState, form: URLSearchParams): Result => ({
  VerificationAttributes: byIdentity(form, (identity) => ({
    VerificationStatus: isVerified(account, identity) ? 'Success' : 'Pending',
  })),
});

export const dkimAttributes = (account: AccountState, form: URLSearchParams): Result => ({
  DkimAttributes: byIdentity(form, (identity) => {
    const verified = isVerified(account, identity);
    return { DkimEnabled: verified, DkimVerificationStatus: verified ? 'Success' : 'Pending', DkimTokens: ['local'] };
  }),
});

/** Why SES takes no email from this sender to these recipients. */
export function refusedByAccount(account: AccountState, from: string, to: readonly string[]): Refusal | undefined {
  if (account.sendingEnabled === false) {
    return { code: 'AccountSendingPausedException', message: 'Email sending is disabled for account.' };
  }
  const outside = account.sandbox ? to.filter((address) => domainOf(address) !== domainOf(from)) : [];
  const failing = [...(isVerified(account, from) ? [] : [from]), ...outside];
  if (failing.length === 0) return undefined;
  const region = REGION.toUpperCase();
  const message = `Email address is not verified. The following identities failed the check in region ${region}: ${failing.join(', ')}`;
  return { code: 'MessageRejected', message };
}

/** An address is verified with its domain. */
const isVerified = ({ unverified = [] }: AccountState, identity: string): boolean =>
  !unverified.includes(addressOf(identity)) && !unverified.includes(domainOf(identity));

const addressOf = (sender: string): string => /<([^<>]+)>$/.exec(sender)?.[1] ?? sender;
const domainOf = (identity: string): string => addressOf(identity).replace(/^.*@/, '');

const byIdentity = (form: URLSearchParams, tell: (identity: string) => Result) =>
  new Map(listOf(form, 'Identities').map((identity) => [identity, tell(identity)]));
