import { expect, test } from 'vitest';
import { readCommandLine } from './command-line.ts';
import { STAGES } from './config/stage.ts';

const USAGE = 'npm run deploy -- --stage dev|prod';

test('takes its own options out and leaves the rest in order', () => {
  const args = ['--require-approval', 'never', '--stage=prod', '--out', 'here', '--verbose'];
  expect(readCommandLine(args, USAGE)).toEqual({
    stage: 'prod',
    out: 'here',
    rest: ['--require-approval', 'never', '--verbose'],
  });
});

test.each([
  [[], `Which stage? Usage: ${USAGE}`],
  [['--stage'], `--stage needs a value. Usage: ${USAGE}`],
  [['--stage', '--verbose'], `--stage needs a value. Usage: ${USAGE}`],
  [['--stage', 'live'], `There is no stage live: it should be one of ${STAGES.join(', ')}.`],
])('%j is answered with a sentence', (args, sentence) => {
  expect(() => readCommandLine(args, USAGE)).toThrow(sentence);
});
