import { isIP } from 'node:net';

/** Whether a text is a block of addresses like `10.1.0.0/16`: an address alone is none. */
export function isCidr(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/');
  const family = isIP(address);
  const longest = family === 4 ? 32 : 128;
  return family !== 0 && more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= longest;
}
