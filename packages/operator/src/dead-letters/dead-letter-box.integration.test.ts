import type { AddressInfo } from 'node:net';
import { CreateQueueCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DeadLetterBox, deadLetterBox } from './dead-letter-box.ts';
import { lookAt } from './look-at.ts';

const app = buildApp({ logger: false, host: '127.0.0.1', defaultRegion: 'eu-central-1' });
let sqs: SQSClient;
let origin: string;
let count = 0;
let box: DeadLetterBox;
let url: string;

beforeAll(async () => {
  await app.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  sqs = new SQSClient({
    region: 'eu-central-1',
    endpoint: origin,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterAll(async () => {
  sqs.destroy();
  await app.close();
});

/** A dead-letter queue of its own for each test, with 25 messages. */
beforeEach(async () => {
  count += 1;
  await sqs.send(new CreateQueueCommand({ QueueName: `dlq${count}` }));
  url = `${origin}/000000000000/dlq${count}`;
  box = deadLetterBox(sqs, { queue: 'email', url });
  for (const start of [0, 10, 20]) {
    const Entries = Array.from({ length: Math.min(10, 25 - start) }, (_, index) => ({
      Id: String(index),
      MessageBody: `body ${start + index}`,
      MessageAttributes: { reason: { DataType: 'String', StringValue: 'poison' } },
    }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
  }
});

const borrowAll = () => box.borrow({ most: 100, seconds: 60 });
const bodiesOf = (letters: readonly { body: string }[]) => letters.map(({ body }) => body).sort();

describe('borrowing', () => {
  it('takes each dead letter once, and hides it from others', async () => {
    const letters = await borrowAll();
    expect(new Set(bodiesOf(letters)).size).toBe(25);
    expect(await borrowAll()).toEqual([]);
  });

  it('costs nothing: what is given back is there again at once, with its reason', async () => {
    await box.giveBack(await borrowAll());
    const again = await borrowAll();
    expect(again).toHaveLength(25);
    expect(new Set(again.map(({ death }) => death.reason))).toEqual(new Set(['poison']));
  });

  it('gives back by itself what it took before it failed', async () => {
    let pages = 0;
    const received = () => {
      pages += 1;
      if (pages === 2) throw new Error('the disk is full');
    };
    await expect(box.borrow({ most: 100, seconds: 60, received })).rejects.toThrow('the disk is full');
    expect(await borrowAll()).toHaveLength(25);
  });

  it('asks for no further page once it is interrupted', async () => {
    const interruption = new AbortController();
    const letters = await box.borrow({
      most: 100,
      seconds: 60,
      signal: interruption.signal,
      received: () => interruption.abort(),
    });
    expect(letters.length).toBeGreaterThan(0);
    // A page for each call that was under way.
    expect(letters.length).toBeLessThanOrEqual(25);
    await box.giveBack(letters);
    expect(await borrowAll()).toHaveLength(25);
  });
});

describe('looking', () => {
  it('finds what matches, and leaves all where it is', async () => {
    const [one] = (await lookAt(box, { most: 100 })).letters;
    const { letters } = await lookAt(box, { most: 100, filter: { ids: [one?.messageId ?? ''] } });
    expect(letters.map(({ messageId }) => messageId)).toEqual([one?.messageId]);
    expect(await borrowAll()).toHaveLength(25);
  });

  it('gives all back when it is interrupted, and says so', async () => {
    const interruption = new AbortController();
    const watched: DeadLetterBox = {
      ...box,
      borrow: async (borrowing) => {
        const letters = await box.borrow(borrowing);
        interruption.abort();
        return letters;
      },
    };
    await expect(lookAt(watched, { most: 100, signal: interruption.signal })).rejects.toMatchObject({
      exit: 'interrupted',
    });
    expect(await borrowAll()).toHaveLength(25);
  });

  it('says when more may lie there', async () => {
    expect((await lookAt(box, { most: 10 })).complete).toBe(false);
    expect((await lookAt(box, { most: 100 })).complete).toBe(true);
  });
});

describe('removing', () => {
  it('deletes exactly what it is given, and names it', async () => {
    const letters = await borrowAll();
    const some = letters.slice(0, 12);
    const removed = await box.remove(some);
    expect(removed).toEqual(new Set(some.map(({ messageId }) => messageId)));
    await box.giveBack(letters.slice(12));
    expect(bodiesOf(await borrowAll())).toEqual(bodiesOf(letters.slice(12)));
  });
});
