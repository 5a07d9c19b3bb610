import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { describeFailure } from '../describe-failure.ts';
import { createClients } from './clients.ts';

let silent: Server;
let connections = 0;

beforeEach(async () => {
  connections = 0;
  silent = createServer((socket) => {
    connections += 1;
    socket.resume();
  }).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});

afterEach(() => {
  vi.useRealTimers();
  silent.close();
});

test('a service that takes requests and answers none is given up after three attempts of ten seconds', async () => {
  const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const { sqs } = createClients(() => ({ region: 'eu-central-1', endpoint, credentials }));
  const says = sqs.send(new ListQueuesCommand({})).then(
    () => 'answered',
    (error) => describeFailure(error).says,
  );
  const seconds = await secondsUntil(says);
  expect(await says).toBe('AWS cannot be reached (ETIMEDOUT): check --region and the network.');
  expect(connections).toBe(3);
  expect(seconds).toBeCloseTo(30, 0);
});

/** Lets the clock of the timers run, and the sockets after each tenth of a second of it. */
async function secondsUntil(end: Promise<unknown>): Promise<number> {
  let ended = false;
  void end.then(() => {
    ended = true;
  });
  let seconds = 0;
  for (; !ended; seconds += 0.1) {
    await vi.advanceTimersByTimeAsync(100);
    await new Promise(setImmediate);
  }
  return seconds;
}
