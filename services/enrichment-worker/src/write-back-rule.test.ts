import { NO_BUDGET_SPENT, type SourceState } from '@postconfirm/ledger';
import { describe, expect, it } from 'vitest';
import { attributesFor, parseWriteBackRule } from './write-back-rule.ts';

const stateWith = (data: SourceState['data']): SourceState => ({ ...NO_BUDGET_SPENT, status: 'ok', data });

describe('write-back rule', () => {
  it('reads attribute, source and field', () => {
    const rule = { attribute: 'custom:tier', source: 'loyalty', field: 'tier' };
    expect(parseWriteBackRule('custom:tier=loyalty.tier')).toEqual(rule);
  });

  it.each(['custom:tier', 'custom:tier=loyalty', '=loyalty.tier', 'a b=c.d', 'a=b.c.d'])('refuses %s', (text) => {
    expect(parseWriteBackRule(text)).toBeUndefined();
  });
});

describe('attributes to write', () => {
  it('takes plain values as text and leaves out what is unknown or no plain value', () => {
    const fields = ['text', 'number', 'yes', 'nothing', 'list', 'missing'];
    const rules = fields.map((field) => ({ attribute: `custom:${field}`, source: 'crm', field }));
    const data = { text: 'x'.repeat(3000), number: 0, yes: false, nothing: null, list: [1] };
    expect(attributesFor(rules, { crm: stateWith(data) })).toEqual({
      'custom:text': 'x'.repeat(2048),
      'custom:number': '0',
      'custom:yes': 'false',
    });
  });

  it('has none for a source without data', () => {
    const rules = [{ attribute: 'custom:tier', source: 'loyalty', field: 'tier' }];
    expect(attributesFor(rules, { loyalty: stateWith(undefined) })).toEqual({});
  });
});
