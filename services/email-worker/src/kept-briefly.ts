import type { Agent } from 'node:http';
import type { Duplex } from 'node:stream';

/** Milliseconds for which a connection that idles is used again: far less than a service waits before it ends one. */
const KEPT = 1_000;

/**
 * Lets an agent keep connections from one request to the next while requests follow closely. By the wall clock, for timers
 * stand still while Lambda has frozen the process, and the service ends connections meanwhile. `dropIdle` goes before each
 * request: it ends what idled for longer.
 */
export function keptBriefly<A extends Agent>(agent: A): { agent: A; dropIdle: () => void } {
  const idleSince = new WeakMap<Duplex, number>();
  const keep = agent.keepSocketAlive.bind(agent);
  agent.keepSocketAlive = (socket) => {
    idleSince.set(socket, Date.now());
    return keep(socket);
  };
  const dropIdle = () => {
    for (const socket of Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? [])) {
      if (Math.abs(Date.now() - (idleSince.get(socket) ?? 0)) > KEPT) socket.destroy();
    }
  };
  return { agent, dropIdle };
}
