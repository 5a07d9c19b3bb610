import { audited } from '../audit/audited.ts';
import type { Desk } from '../desk.ts';
import { OperatorError } from '../operator-error.ts';
import { setGoLive } from '../reconcile/go-live.ts';
import { seenPool } from '../stage/seen-pool.ts';

type GoLiveOptions = { goLive: number; confirm?: string; why?: string };

/** `reconcile --go-live`: sets from when on users are judged. */
export async function markGoLive(desk: Desk, { goLive, confirm, why }: GoLiveOptions): Promise<void> {
  const { stage, terminal, now } = desk;
  const { clients, tableName } = stage();
  const time = new Date(goLive).toISOString();
  if (goLive > now()) throw new OperatorError('usage', `${time} is still to come: until then nobody would be missed.`);
  const pool = await seenPool(stage());
  await terminal.confirm(`From ${time} on every user of pool ${pool} will be judged.`, pool, confirm);
  await audited(desk, { command: 'reconcile --go-live', why, filter: { pool, goLive: time } }, async () => {
    await setGoLive({ client: clients.dynamodb, tableName, pool }, goLive);
    return { result: undefined, counts: {} };
  });
  terminal.print(`The go-live of pool ${pool} is ${time}.`);
}
