import { type FoundRecord, type SourceState, UNFETCHED } from '@postconfirm/ledger';
import { expect, it } from 'vitest';
import { enrichmentRules } from '../stage/enrichment-worker.ts';
import { aMessage, TIME } from './dead-letter.builder.ts';
import { predictEnrichment } from './predict-enrichment.ts';
import type { Prediction } from './prediction.ts';

const RULES = enrichmentRules({
  SOURCE_CRM_ORIGIN: 'https://crm.acme.io',
  SOURCE_CRM_SECRET_ID: 'crm',
  SOURCE_LOYALTY_ORIGIN: 'https://loyalty.acme.io',
  MAX_ATTEMPTS: '12',
  WRITE_BACK: 'custom:tier=loyalty.tier',
});

const MARKS = { replays: 1, requestedAt: Date.parse(TIME) };
const ok = (data: SourceState['data'] = {}): SourceState => ({ ...UNFETCHED, status: 'ok', data });
const failed = (replays: number): SourceState => ({ status: 'failed', attempts: 12, ...MARKS, replays });
const written = { status: 'done', hash: 'h', attempts: 1, ...MARKS } as const;
const tier = ok({ tier: 'gold' });

it.each<[string, FoundRecord, Prediction]>([
  ['no record', undefined, { kind: 'would-fetch', detail: 'crm, loyalty' }],
  ['a forgotten user', 'deleted', { kind: 'user-deleted' }],
  ['one source given up', { sources: { crm: failed(0), loyalty: ok() } }, { kind: 'would-fetch', detail: 'crm' }],
  [
    'one given up in a later replay',
    { sources: { crm: failed(1), loyalty: ok() } },
    { kind: 'attempts', detail: 'crm' },
  ],
  ['all data', { sources: { crm: ok(), loyalty: ok() } }, { kind: 'already-done' }],
  ['all data, not written to Cognito', { sources: { crm: ok(), loyalty: tier } }, { kind: 'would-write-back' }],
  [
    'all data, written to Cognito',
    { sources: { crm: ok(), loyalty: tier }, writeBack: written },
    { kind: 'already-done' },
  ],
  [
    'all data, refused by Cognito',
    { sources: { crm: ok(), loyalty: tier }, writeBack: { ...written, status: 'failed' } },
    { kind: 'would-write-back' },
  ],
])('foresees what a replay does for a user with %s', (_, record, expected) => {
  expect(predictEnrichment(aMessage({ replays: 1 }), record, RULES)).toEqual(expected);
});

it('foresees nothing of a probe', () => {
  const probe = aMessage({ replays: 1, data: { cause: 'probe' } });
  expect(predictEnrichment(probe, undefined, RULES)).toEqual({ kind: 'no-effect' });
});
