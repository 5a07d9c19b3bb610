import { buildApp } from 'fauxqs';
import { REGION } from '../account.ts';
import type { Listener } from './listener.ts';

/** SQS, SNS and the caller's identity (STS) in one process and port, as fauxqs has them. */
export async function startQueuesAndTopics(): Promise<Listener> {
  // Not startFauxqs: it listens on every address of the machine.
  const app = buildApp({ logger: false, host: '127.0.0.1', defaultRegion: REGION });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, port: Number(new URL(url).port), close: () => app.close() };
}
