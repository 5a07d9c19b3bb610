import { buildApp } from 'fauxqs';
import { REGION } from '../account.ts';
import type { Listener } from './listener.ts';

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>['stores']>;
type QueueStore = NonNullable<Stores['sqsStore']>;

/** SQS, SNS and the caller's identity (STS) in one process and port, as fauxqs has them. */
export async function startQueuesAndTopics(): Promise<Listener> {
  const sqsStore = await newStore();
  // Not startFauxqs: it listens on every address of the machine.
  // It makes the other stores itself, though its types ask for them.
  const stores = { sqsStore } as Stores;
  const app = buildApp({ logger: false, host: '127.0.0.1', defaultRegion: REGION, stores });
  // fauxqs looks at visibility timeouts when a message is received only; who asks how a queue is wants to know as well.
  app.addHook('onRequest', async ({ method, headers }) => {
    if (method === 'GET' || headers['x-amz-target'] === 'AmazonSQS.GetQueueAttributes') sqsStore.processAllTimers();
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, port: Number(new URL(url).port), close: () => app.close() };
}

async function newStore(): Promise<QueueStore> {
  const file = new URL('./sqs/sqsStore.js', import.meta.resolve('fauxqs'));
  const { SqsStore } = (await import(file.href)) as { SqsStore: new () => QueueStore };
  return new SqsStore();
}
