import type { Server as HttpServer } from 'node:http';
import type { AddressInfo, ListenOptions, Server } from 'node:net';

const HOST = '127.0.0.1';

/** What every listening part of this package can be asked for. */
export interface Listener {
  /** `http://127.0.0.1:PORT` */
  url: string;
  port: number;
  close(): Promise<void>;
}

/** One that a gate can stand in front of. */
export interface HttpListener extends Listener {
  server: HttpServer;
}

/** A port that another program holds; the message names the part that wanted it. */
export class PortTakenError extends Error {
  override name = 'PortTakenError';
  constructor(what: string, port: number, cause: unknown) {
    super(
      `Port ${port} on ${HOST}, wanted for ${what}, is taken: choose another port or stop the program that holds it.`,
    );
    this.cause = cause;
  }
}

/**
 * Listens on 127.0.0.1 only. Port 0, the default, takes any free one.
 * @throws PortTakenError when another program holds the port.
 */
export async function listen<S extends Server>(server: S, what: string, port = 0): Promise<Listener & { server: S }> {
  await new Promise<void>((resolve, reject) => {
    const options: ListenOptions = { host: HOST, port };
    server.once('error', reject);
    server.listen(options, () => {
      server.off('error', reject);
      resolve();
    });
  }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new PortTakenError(what, port, error) : error;
  });
  return listenerOf(server);
}

/** The same view of a server that already listens. */
export function listenerOf<S extends Server>(server: S): Listener & { server: S } {
  const port = (server.address() as AddressInfo).port;
  return { url: `http://${HOST}:${port}`, port, server, close: () => closeServer(server) };
}

function closeServer(server: Server & { closeAllConnections?: () => void }): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections?.();
  });
}
