import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { previewEmail, sampleData } from './preview-email.ts';

const rules = {
  product: { name: 'Shop', url: 'https://shop.example/' },
  unverifiedAddresses: 'skip',
  reservedDomains: 'skip',
} as const;

const sample = (name: string) =>
  readFileSync(path.join(import.meta.dirname, '../../../contract/samples', name), 'utf8');

it('renders a message of the queue, and says why its user would get no email', () => {
  const preview = previewEmail(sampleData(sample('valid/sign-up.json')), rules);
  expect(preview.subject).toContain('Shop');
  expect(preview).toMatchObject({ skipped: 'reserved-domain' });
  expect(
    previewEmail(sampleData(sample('valid/sign-up.json')), { ...rules, reservedDomains: 'send' }),
  ).not.toHaveProperty('skipped');
});

it('names the field that makes a sample none, and not what stands there', () => {
  expect(() => sampleData(sample('invalid/time-is-no-time.json'))).toThrow(/no message of version 1 \(schema:time\)/);
  expect(() => sampleData('{')).toThrow('not-json');
});
