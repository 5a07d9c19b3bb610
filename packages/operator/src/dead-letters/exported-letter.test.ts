import { expect, it } from 'vitest';
import { aDeadLetter } from '../replay/dead-letter.builder.ts';
import { exportLine, parseExportLine } from './exported-letter.ts';

it('writes a dead letter so that the very same comes back', () => {
  const letter = {
    ...aDeadLetter({ attributes: { reason: 'attempts', tenant: 'blue' } }),
    traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793',
  };
  const bytes = {
    ...letter,
    attributes: { ...letter.attributes, raw: { DataType: 'Binary', BinaryValue: Buffer.of(1, 255) } },
  };
  const { receiptHandle: _, ...same } = bytes;
  expect(parseExportLine(exportLine(bytes))).toEqual({ ...same, receiptHandle: '' });
});

it.each(['', 'not json', '{}', '{"queue":"other"}'])('takes %s for no line of an export', (line) => {
  expect(parseExportLine(line)).toBeUndefined();
});
