import { describe, expect, it } from 'vitest';
import { traceparentOf } from './trace.ts';

const ROOT = 'Root=1-5759e988-bd862e3fe1be46a994272793';
const PARENT = 'Parent=53995c3f42cd8ad8';

describe('traceparentOf', () => {
  it.each([
    ['Sampled=1', '01'],
    ['Sampled=0', '00'],
    ['Lineage=1:a87bd80c:0', '00'],
  ])('carries the trace on, with %s as flags %s', (rest, flags) => {
    const expected = `00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-${flags}`;
    expect(traceparentOf(`${ROOT};${PARENT};${rest}`)).toBe(expected);
    expect(traceparentOf(`${rest};${PARENT};${ROOT}`)).toBe(expected);
  });

  it.each([
    undefined,
    '',
    ROOT,
    PARENT,
    'Root=1-x;Parent=y;Sampled=1',
    `Root=2-5759e988-bd862e3fe1be46a994272793;${PARENT}`,
  ])('makes nothing of %j', (header) => {
    expect(traceparentOf(header)).toBeUndefined();
  });
});
