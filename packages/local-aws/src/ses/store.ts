import { createRequire } from 'node:module';
import type { Server } from 'node:net';
import { type Listener, listenerOf } from '../emulators/listener.ts';
import type { StoredEmail } from './email-request.ts';

type StartStore = (options: { host: string; port: number }) => Promise<Server>;

export interface Store extends Listener {
  find(messageId: string): StoredEmail | undefined;
}

/** aws-ses-v2-local: parses and keeps emails. It knows no error, no tag and of SES v1 only two actions. */
export async function startStore(): Promise<Store> {
  const require = createRequire(import.meta.url);
  const start = (require('aws-ses-v2-local') as { default: StartStore }).default;
  const { getStoreReadonly } = require('aws-ses-v2-local/dist/store') as {
    getStoreReadonly(): { emails: StoredEmail[] };
  };
  const server = await start({ host: '127.0.0.1', port: 0 });
  // It reports a failed start as a start.
  if (!server.listening) throw new Error('The email store did not start.');
  return {
    ...listenerOf(server),
    find: (messageId) => getStoreReadonly().emails.findLast((email) => email.messageId === messageId),
  };
}
