import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { type HttpListener, listen } from './listener.ts';

type Dynalite = (options: { createTableMs: number; deleteTableMs: number; updateTableMs: number }) => Server;

/** DynamoDB, in memory. */
export function startTables(): Promise<HttpListener> {
  const require = createRequire(import.meta.url);
  const dynalite = require('dynalite') as Dynalite;
  return listen(dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }), 'the DynamoDB emulator');
}
