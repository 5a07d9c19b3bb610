import * as v from 'valibot';
import { httpJsonSource } from './http-json-source.ts';
import type { Source } from './source.ts';

const text = v.pipe(v.string(), v.maxLength(256));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Every external system that enriches a user record. The README says how to add one. */
export const SOURCES: readonly Source[] = [
  httpJsonSource({
    name: 'crm',
    required: true,
    path: '/crm/people/{sub}',
    timeoutMilliseconds: 6000,
    schema: v.object({ sub: v.string(), customerId: text, segment: text, version: count }),
    map: ({ customerId, segment, version }) => ({ version, data: { customerId, segment } }),
    absent: 'retry',
  }),
  httpJsonSource({
    name: 'loyalty',
    required: false,
    path: '/loyalty/members/{sub}',
    timeoutMilliseconds: 4000,
    schema: v.object({ sub: v.string(), tier: text, points: count, version: count }),
    map: ({ tier, points, version }) => ({ version, data: { tier, points } }),
    absent: 'no-data',
  }),
];
