import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { peekBody, serve } from './http-message.ts';
import { endToEnd, inflict } from './inflict.ts';
import { type Listener, listen } from './listener.ts';
import { NetworkFaults, type Passing, passingOf } from './network-fault.ts';

/** A door in front of an emulator: the network between it and everybody else, which fails when told to. */
export interface Gate extends Listener {
  /**
   * Refuses new connections and resets those that exist; what the emulator holds survives. The returned function opens
   * the door at the same port.
   */
  shut(): Promise<() => Promise<void>>;
  /** Lets requests that are named by their operation meet a fault. */
  inject: NetworkFaults['inject'];
  /** Tells of every request that comes, whatever becomes of it. */
  watch(see: (request: Passing) => void): void;
}

/** Puts a gate in front of a server that listens; its own port is any free one. */
export async function openGate(what: string, behind: Server): Promise<Gate> {
  const faults = new NetworkFaults();
  const watchers: ((request: Passing) => void)[] = [];
  const sockets = new Set<Socket>();
  const doorway = () => newDoorway({ behind, faults, watchers, sockets });
  let server = doorway();
  const { url, port } = await listen(server, what);
  const close = () => closeDoor(server, sockets);
  const open = async () => {
    if (server.listening) return;
    server = doorway();
    await listen(server, what, port);
  };
  const shut = async () => {
    await close();
    return open;
  };
  const watch: Gate['watch'] = (see) => void watchers.push(see);
  return { url, port, close, shut, watch, inject: (fault, aim) => faults.inject(fault, aim) };
}

interface Doorway {
  behind: Server;
  faults: NetworkFaults;
  watchers: readonly ((request: Passing) => void)[];
  sockets: Set<Socket>;
}

function newDoorway({ behind, faults, watchers, sockets }: Doorway): Server {
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = (await peekBody(request)).toString();
    const passing = passingOf(request, body);
    for (const see of watchers) see(passing);
    const fault = faults.take(passing);
    const pass = () => void behind.emit('request', request, response);
    if (fault === undefined) return pass();
    const left = hangUp(response);
    const { port } = behind.address() as AddressInfo;
    const forward = (other = body) => bring(request, other, { port, left });
    await inflict(fault, { request: passing, response, pass, forward });
  };
  // Idle connections stay: one that ends just when it is used again would be a fault that nobody asked for.
  const server = createServer({ keepAliveTimeout: 0, noDelay: true }, serve(handle));
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return server;
}

/** Aborted when the sender leaves before the answer is complete. */
function hangUp(response: ServerResponse): AbortSignal {
  const hungUp = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) hungUp.abort();
  });
  return hungUp.signal;
}

/** Each on a connection of its own, for the same reason. */
function bring(
  { method, url, headers }: IncomingMessage,
  body: string,
  { port, left }: { port: number; left: AbortSignal },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
    const options = { host: '127.0.0.1', port, path: url, method, agent: false, signal: left };
    const outgoing = httpRequest({ ...options, headers: { ...endToEnd(headers), ...length } }, resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function closeDoor(server: Server, sockets: Set<Socket>): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    server.close(() => resolve());
    for (const socket of sockets) socket.resetAndDestroy();
  });
}
