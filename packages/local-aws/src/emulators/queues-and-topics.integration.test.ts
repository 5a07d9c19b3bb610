import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ACCOUNT_ID, clientOptions } from '../account.ts';
import type { Listener } from './listener.ts';
import { startQueuesAndTopics } from './queues-and-topics.ts';

let queues: Listener;
beforeEach(async () => {
  queues = await startQueuesAndTopics();
});
afterEach(() => queues.close());

test('says who calls', async () => {
  const sts = new STSClient(clientOptions(queues.url));
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: ACCOUNT_ID,
    Arn: `arn:aws:iam::${ACCOUNT_ID}:root`,
    UserId: ACCOUNT_ID,
  });
  sts.destroy();
});
