import { expect, it } from 'vitest';
import { mask } from './mask.ts';

it('shows the states, counts and times of a record, and hides what is known of the person', () => {
  const item = {
    sk: 'RECORD',
    email: 'ada@mail.io',
    name: 'Ada Lovelace',
    attributes: { 'custom:plan': 'pro' },
    'source:crm': { status: 'ok', fetchedAt: 5, hash: 'h', data: { tier: 'gold' } },
    writeBack: { status: 'done', attempts: 1, hash: 'h' },
  };
  expect(mask(item)).toEqual({
    sk: 'RECORD',
    email: '…',
    name: '…',
    attributes: '…',
    'source:crm': { status: 'ok', fetchedAt: 5, hash: '…', data: '…' },
    writeBack: { status: 'done', attempts: 1, hash: '…' },
  });
});

it('shows a delivery as the ledger holds it', () => {
  const delivery = { sk: 'EMAIL#confirmed', state: 'SENT', budget: { replays: 1 }, eventDelivery: 9, sentAt: 8 };
  expect(mask(delivery)).toEqual(delivery);
});

it.each([
  ['a text', { birthday: '1815-12-10' }, { birthday: '…' }],
  ['a list', { addresses: ['ada@mail.io'] }, { addresses: '…' }],
  ['an object', { card: { state: 'ada@mail.io' } }, { card: '…' }],
  ['inside a source', { 'source:crm': { nick: 'ada' } }, { 'source:crm': { nick: '…' } }],
])('hides %s of a field that nobody has judged', (_what, item, shown) => {
  expect(mask(item)).toEqual(shown);
});
