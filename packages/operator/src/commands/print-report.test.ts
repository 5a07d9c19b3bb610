import { expect, it } from 'vitest';
import type { ReplayReport } from '../replay/report.ts';
import { endOf, sentenceOf } from './print-report.ts';

const REPORT: ReplayReport = {
  ...{ id: 'r-1', queue: 'email', seen: 3, replayed: 3, skipped: 0, failed: 0 },
  rows: [{ prediction: 'would-send', fate: 'replayed', because: '', count: 3 }],
  ...{ arrived: 0, cameBack: 0, undeleted: 0, seconds: 5 },
};
const left = { ...REPORT, skipped: 1, rows: [{ prediction: 'held', fate: 'skipped', because: 'left', count: 1 }] };
const changed = { ...left, rows: [{ prediction: 'held', fate: 'skipped', because: 'changed', count: 1 }] };

it('says a rate only where there is one', () => {
  expect(sentenceOf(REPORT)).toContain('in 5 s. 0 more');
  expect(sentenceOf({ ...REPORT, perSecond: 9.8 })).toContain('in 5 s, the copies at 9.8/s.');
});

it.each([
  ['nothing where all was replayed', REPORT, '', undefined],
  ['what is left, and how it is looked at', left, '1 was left, as the plan says.', 'dlq show --queue email'],
  ['how what changed is gone on with', changed, 'Done in part.', 'dlq replay --resume r-1'],
  ['that a cancelled one is ended', { ...REPORT, stopped: 'cancelled' as const }, 'Replay r-1 is ended', undefined],
  ['how an interrupted one goes on', { ...left, stopped: 'interrupted' as const }, 'Inter', 'dlq replay --resume r-1'],
  [
    'what stands when something broke',
    { ...left, stopped: 'broken' as const, because: 'No table.' },
    'Stopped: No table. What was done is noted',
    'dlq replay --resume r-1',
  ],
  [
    'the code by which SQS refused',
    { ...left, stopped: 'sends-refused' as const, because: 'ECONNRESET' },
    '(ECONNRESET)',
    'dlq replay --resume r-1',
  ],
])('says %s', (_what, report, says, next) => {
  expect(endOf(report).says).toContain(says);
  expect(endOf(report).next).toBe(next);
});
