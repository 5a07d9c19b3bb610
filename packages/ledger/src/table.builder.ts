import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';

const require = createRequire(import.meta.url);
const dynalite: (options: { createTableMs: number }) => Server = require('dynalite');

/** A DynamoDB of its own on 127.0.0.1, with one empty table. */
export type LocalTable = {
  url: string;
  client: DynamoDBClient;
  /** The operations that were asked for since, counted where it listens. */
  calls: string[];
  close: () => void;
};

/** For tests: a table with the keys of the ledger, without its index. */
export async function startTable(name: string): Promise<LocalTable> {
  const server = dynalite({ createTableMs: 0 });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: url, region: 'eu-central-1', credentials });
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((key) => ({ AttributeName: key, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  const calls: string[] = [];
  server.on('request', ({ headers }) => calls.push(String(headers['x-amz-target']).split('.')[1] ?? ''));
  const close = () => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  };
  return { url, client, calls, close };
}
