import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** A port of this machine that nobody listens at. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Listens, and stands still before it could take a connection. */
const STANDSTILL = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer().listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

/** As many connections as the kernel takes on behalf of a program with a backlog of 1 (Linux). */
const WAITING_ROOM = 2;

/** A port where connecting itself takes for ever: so many connections wait there already that the next hears nothing. */
export async function crowdedPort(): Promise<{ port: number; close(): Promise<unknown> }> {
  const worker = new Worker(STANDSTILL, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  const waiting: Socket[] = [];
  for (let place = 0; place < WAITING_ROOM; place += 1) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    waiting.push(socket);
  }
  const close = () => {
    for (const socket of waiting) socket.destroy();
    return worker.terminate();
  };
  return { port, close };
}
