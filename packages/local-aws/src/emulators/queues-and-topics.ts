import { buildApp } from 'fauxqs';
import { REGION } from '../account.ts';
import type { HttpListener } from './listener.ts';

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>['stores']>;
type QueueStore = NonNullable<Stores['sqsStore']>;

export type QueuesOptions = {
  /** Seconds after which an empty dead-letter queue says so to whoever would wait longer; as asked when left out. */
  deadLetterPollSeconds?: number;
};

/** SQS, SNS and the caller's identity (STS) in one process and port, as fauxqs has them. */
export async function startQueuesAndTopics(options: QueuesOptions = {}): Promise<HttpListener> {
  const sqsStore = await newStore(options);
  // Not startFauxqs: it listens on every address of the machine.
  // It makes the other stores itself, though its types ask for them.
  const stores = { sqsStore } as Stores;
  const app = buildApp({ logger: false, host: '127.0.0.1', defaultRegion: REGION, stores });
  // fauxqs looks at visibility timeouts when a message is received only; who asks how a queue is wants to know as well.
  app.addHook('onRequest', async ({ method, headers }) => {
    if (method === 'GET' || headers['x-amz-target'] === 'AmazonSQS.GetQueueAttributes') sqsStore.processAllTimers();
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, port: Number(new URL(url).port), server: app.server, close: () => app.close() };
}

async function newStore({ deadLetterPollSeconds = Number.POSITIVE_INFINITY }: QueuesOptions): Promise<QueueStore> {
  const file = new URL('./sqs/sqsStore.js', import.meta.resolve('fauxqs'));
  const { SqsStore } = (await import(file.href)) as { SqsStore: new () => QueueStore };
  const store = new SqsStore();
  const createQueue = store.createQueue.bind(store);
  store.createQueue = (name, ...about) => {
    const queue = createQueue(name, ...about);
    if (!name.endsWith('-dlq')) return queue;
    const waitForMessages = queue.waitForMessages.bind(queue);
    queue.waitForMessages = (seconds) => waitForMessages(Math.min(seconds, deadLetterPollSeconds));
    return queue;
  };
  return store;
}
