import type { Json, SourceData } from '@postconfirm/ledger';

/** Characters of a source's data as JSON. A dozen such sources stay far below DynamoDB's 400 KB per item. */
const MAX_CHARACTERS = 16_384;

/** DynamoDB nests to 32; a record is for reading, not for documents. */
const MAX_DEPTH = 8;

/** DynamoDB keeps no number closer to zero than 1e-130. */
const SMALLEST_NUMBER = 1e-100;

/** What is wrong with data as content of a record: a code, or undefined when it fits. */
export function unfitness(data: SourceData): 'size' | 'depth' | 'number' | undefined {
  if (JSON.stringify(data).length > MAX_CHARACTERS) return 'size';
  return misfit(data, MAX_DEPTH);
}

function misfit(value: Json | undefined, depth: number): 'depth' | 'number' | undefined {
  if (typeof value === 'number') return keepsNumber(value) ? undefined : 'number';
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === 0) return 'depth';
  for (const inner of Object.values(value)) {
    const found = misfit(inner, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

const keepsNumber = (value: number) =>
  value === 0 || (Math.abs(value) <= Number.MAX_SAFE_INTEGER && Math.abs(value) >= SMALLEST_NUMBER);
