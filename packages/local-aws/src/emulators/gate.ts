import { connect, createServer, type Server, type Socket } from 'node:net';
import { type Listener, listen } from './listener.ts';

/** A door in front of an emulator: while it is shut connections are refused, and what the emulator holds survives. */
export interface Gate extends Listener {
  /** Refuses new connections and resets those that exist. The returned function opens the door at the same port. */
  shut(): Promise<() => Promise<void>>;
}

/** Puts a gate in front of `http://127.0.0.1:PORT`; its own port is any free one. */
export async function openGate(what: string, targetPort: number): Promise<Gate> {
  const sockets = new Set<Socket>();
  let server = doorway(targetPort, sockets);
  const { url, port } = await listen(server, what);
  const close = () => closeDoor(server, sockets);
  const open = async () => {
    if (server.listening) return;
    server = doorway(targetPort, sockets);
    await listen(server, what, port);
  };
  const shut = async () => {
    await close();
    return open;
  };
  return { url, port, close, shut };
}

function doorway(targetPort: number, sockets: Set<Socket>): Server {
  return createServer({ noDelay: true }, (inside) => {
    const outside = connect({ host: '127.0.0.1', port: targetPort, noDelay: true });
    for (const [one, other] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
}

function closeDoor(server: Server, sockets: Set<Socket>): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    server.close(() => resolve());
    for (const socket of sockets) socket.resetAndDestroy();
  });
}
