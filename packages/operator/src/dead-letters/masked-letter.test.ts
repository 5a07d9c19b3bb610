import { encodeMessage } from '@postconfirm/contract';
import { expect, it } from 'vitest';
import { aDeadLetter, aMessage, SUB } from '../replay/dead-letter.builder.ts';
import { maskedLetter } from './masked-letter.ts';

const data = { name: 'Ada Lovelace', userName: 'ada', attributes: { 'custom:plan': 'pro' } };
const letter = aDeadLetter({
  body: encodeMessage(aMessage({ data })),
  attributes: { tenant: 'blue', reason: 'attempts' },
});

it('shows of a user which fields there are, and not what they hold', () => {
  const shown = JSON.stringify(maskedLetter(letter, false));
  expect(shown).not.toMatch(/Lovelace|ada@mail|"ada"|pro"|blue/);
  expect(shown).toContain(SUB);
  expect(shown).toContain('"email":"…"');
});

it('shows all when it is asked to', () => {
  expect(JSON.stringify(maskedLetter(letter, true))).toMatch(/blue.*ada@mail\.io/);
});

it('shows of what cannot be read only what is wrong with it', () => {
  const shown = maskedLetter(aDeadLetter({ body: '{"email":"ada@mail.io"}' }), false);
  expect(JSON.stringify(shown)).not.toContain('ada@');
  expect(shown).toMatchObject({ message: { kind: 'invalid', detail: 'schema:specversion' } });
});
