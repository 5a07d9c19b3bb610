import { expect, test } from 'vitest';
import { EXAMPLE, OTHER_EXAMPLE } from './example.builder.ts';
import { stageConfig } from './named-stage.ts';
import { parseStageConfig } from './parse-stage-config.ts';
import { STAGES } from './stage.ts';

test.each(STAGES)('the file of stage %s can be deployed', (stage) => {
  expect(() => stageConfig(stage)).not.toThrow();
});

test.each([
  ['one', EXAMPLE],
  ['the other', OTHER_EXAMPLE],
])('%s of the examples that the templates are tested with could be a production', (_which, example) => {
  expect(() => parseStageConfig('prod', example)).not.toThrow();
});
