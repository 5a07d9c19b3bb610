import { expect, it } from 'vitest';
import { usePostconfirm } from '../support/postconfirm.ts';
import { sendBodies } from '../support/queues.ts';
import { logged, useStack } from '../support/stack.ts';

const stack = useStack();
const { run: postconfirm } = usePostconfirm(stack);

it('counts dead letters by reason and leaves them where they are', async () => {
  await sendBodies(stack(), 'enrichment', ['not json', '{"specversion":"1.0"}']);
  await logged(stack(), 'MESSAGE_DEAD_LETTERED', { detail: 'not-json' });
  await logged(stack(), 'MESSAGE_DEAD_LETTERED', { detail: 'schema:id' });

  for (const _look of ['first', 'second']) {
    const { out } = await postconfirm('dlq', 'list', '--queue', 'enrichment');
    expect(out).toMatch(/poison +not-json +enrichment-worker +1/);
  }
  const status = JSON.parse((await postconfirm('status', '--json')).out);
  expect(status.queues).toContainEqual(
    expect.objectContaining({ queue: 'enrichment-dlq', waiting: 2, inFlight: 0, delayed: 0 }),
  );
});
