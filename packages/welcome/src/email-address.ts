import { domainToASCII } from 'node:url';
import type { SkipReason } from '@postconfirm/contract';

/** One recipient in ASCII, or why there is none. */
type Recipient =
  | { ok: true; address: string }
  | { ok: false; reason: Extract<SkipReason, 'no-address' | 'invalid-address'> };

/** RFC 5321, 4.5.3.1, and erratum 1690 for the whole. */
const LIMITS = { address: 254, localPart: 64, domain: 253 };

/** RFC 5322 dot-atom. A quoted local part is legal, yet no provider gives one out and it can hold any header syntax. */
const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** Before `domainToASCII`, which follows the rules for URLs: it would decode `%61` and read `0x7f.1` as an IP address. */
const UNICODE_DOMAIN = /^[\p{L}\p{M}\p{Nd}.\p{Join_Control}-]+$/u;

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const ASCII_DOMAIN = new RegExp(`^(?:${LABEL}\\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])$`);

const invalid: Recipient = { ok: false, reason: 'invalid-address' };

/**
 * Reads an address as exactly one recipient: no list, display name, comment, quoting, control character or blank; the
 * local part is ASCII (SES takes no other), the domain becomes lower-case punycode.
 */
export function parseRecipient(address: string | undefined): Recipient {
  if (address === undefined || address === '') return { ok: false, reason: 'no-address' };
  const at = address.lastIndexOf('@');
  const localPart = address.slice(0, Math.max(at, 0));
  if (localPart.length > LIMITS.localPart || !LOCAL_PART.test(localPart) || isEncodedWord(localPart)) return invalid;
  const domain = asciiDomain(address.slice(at + 1));
  if (domain === undefined || localPart.length + 1 + domain.length > LIMITS.address) return invalid;
  return { ok: true, address: `${localPart}@${domain}` };
}

/** RFC 2047 syntax is legal in a local part, but a lenient mail system would decode it into something else. */
const isEncodedWord = (localPart: string) => localPart.includes('=?');

function asciiDomain(domain: string): string | undefined {
  if (domain.length > LIMITS.domain || !UNICODE_DOMAIN.test(domain)) return undefined;
  const ascii = domainToASCII(domain);
  return ascii.length <= LIMITS.domain && ASCII_DOMAIN.test(ascii) ? ascii : undefined;
}

/** RFC 2606 and RFC 6761: names that belong to nobody, where every email bounces. */
const RESERVED_DOMAIN = /(?:^|\.)(?:example\.(?:com|net|org)|example|invalid|localhost|test)$/i;

/** Whether an address that `parseRecipient` returned lies in a domain reserved for tests and examples. */
export const isReservedDomain = (address: string): boolean =>
  RESERVED_DOMAIN.test(address.slice(address.lastIndexOf('@') + 1));
