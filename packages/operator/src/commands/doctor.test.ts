import { QueueDoesNotExist } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import type { Desk } from '../desk.ts';
import type { Stage } from '../stage/stage.ts';
import { doctorCommand } from './doctor.ts';

const named = (name: string) => Object.assign(new Error(name), { name });
const signedIn = async () => ({ Account: '111122223333' });
const failing = (error: Error) => () => Promise.reject(error);

/** What it printed before it ended, and how that was. */
async function examined(ask: { sts: () => Promise<unknown>; sqs?: () => Promise<unknown> }) {
  const services = Object.entries(ask).map(([service, send]) => [
    service,
    { send, config: { region: async () => 'eu-west-1' } },
  ]);
  const stage = { name: 'prod', clients: Object.fromEntries(services), options: [] } as unknown as Stage;
  const printed: string[] = [];
  const terminal = { print: (line: string) => printed.push(line) };
  const command = doctorCommand({ stage: () => stage, terminal, now: Date.now } as unknown as Desk);
  const error = await command.parseAsync([], { from: 'user' }).catch((error: unknown) => error);
  return { printed, error };
}

it.each(['CredentialsProviderError', 'ExpiredTokenException'])('looks no further when AWS says %s', async (name) => {
  const error = named(name);
  expect(await examined({ sts: failing(error) })).toEqual({ printed: [], error });
});

it('looks no further where the stage is not, and names the account and region in which it looked', async () => {
  const missing = new QueueDoesNotExist({ message: '', $metadata: {} });
  const { printed, error } = await examined({ sts: signedIn, sqs: failing(missing) });
  expect(printed).toEqual([]);
  expect(error).toMatchObject({
    exit: 'usage',
    message: expect.stringContaining('no stage prod in account 111122223333, region eu-west-1'),
  });
});

it('goes on where only the right to see the queue is missing, and says whose rights it looks with', async () => {
  const { printed, error } = await examined({ sts: signedIn, sqs: failing(named('AccessDenied')) });
  expect(printed[0]).toMatch(/^ok +credentials +signed in to account 111122223333$/);
  expect(printed.length).toBeGreaterThan(20);
  expect(error).toMatchObject({ exit: 'partial' });
});
