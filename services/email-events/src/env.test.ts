import { expect, it } from 'vitest';
import { readEnvironment } from './env.ts';

it('names every setting that is missing', () => {
  expect(() => readEnvironment({})).toThrow(
    /QUEUE_URL is missing.*TABLE_NAME is missing.*EVENT_GAP_SECONDS is missing/s,
  );
});
