import { encodeMessage } from '@postconfirm/contract';
import type { SQSEvent } from 'aws-lambda';
import { expect, it } from 'vitest';
import {
  answers,
  calls,
  enqueue,
  receiveBatch,
  redelivered,
  refuse,
  user,
  useWorkerRig,
  worker,
} from './worker-rig.builder.ts';

// docs/performance.md states these figures: each is what the delivery protocol needs and no more.

useWorkerRig();

/** What one batch asked of the services, counted where they listen. */
async function callsOf(event: SQSEvent): Promise<Partial<typeof calls>> {
  for (const list of Object.values(calls)) list.length = 0;
  await worker()(event);
  return Object.fromEntries(
    Object.entries(calls).flatMap(([service, list]) => (list.length > 0 ? [[service, [...list]]] : [])),
  );
}

async function received(...messages: ReturnType<typeof user>[]): Promise<SQSEvent> {
  await enqueue(...messages.map(encodeMessage));
  return receiveBatch();
}

const CLAIM_SEND_RECORD = { dynamoDb: ['UpdateItem', 'UpdateItem'], ses: ['SendEmail'] };

it('sends a first email with two writes and no read', async () => {
  expect(await callsOf(await received(user()))).toEqual(CLAIM_SEND_RECORD);
});

it('sends ten emails with twenty writes', async () => {
  const { dynamoDb, ses } = await callsOf(await received(...Array.from({ length: 10 }, () => user())));
  expect([dynamoDb, ses]).toEqual([Array(20).fill('UpdateItem'), Array(10).fill('SendEmail')]);
});

it('finds a duplicate by the refused claim and one read', async () => {
  const event = await received(user());
  await worker()(event);
  expect(await callsOf(event)).toEqual({ dynamoDb: ['UpdateItem', 'GetItem'] });
});

it('finds a duplicate of a later receive by one read', async () => {
  const event = await received(user());
  await worker()(event);
  expect(await callsOf(redelivered(event))).toEqual({ dynamoDb: ['GetItem'] });
});

it('puts a throttled email back with two writes, and sends it later with one read more', async () => {
  answers.push(refuse('Throttling', 'Maximum sending rate exceeded.'));
  const event = await received(user());
  expect(await callsOf(event)).toEqual({ ...CLAIM_SEND_RECORD, sqs: ['ChangeMessageVisibility'] });
  const { dynamoDb, ses } = CLAIM_SEND_RECORD;
  expect(await callsOf(redelivered(event))).toEqual({ dynamoDb: ['GetItem', ...dynamoDb], ses });
});

it('records a user who gets no email with one write', async () => {
  expect(await callsOf(await received(user({ email: undefined })))).toEqual({ dynamoDb: ['UpdateItem'] });
});

it('asks nothing for a probe', async () => {
  expect(await callsOf(await received(user({ cause: 'probe' })))).toEqual({});
});
