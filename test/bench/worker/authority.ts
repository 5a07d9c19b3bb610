import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generate } from 'selfsigned';

/** A certificate of 127.0.0.1 that is its own authority; `file` is what NODE_EXTRA_CA_CERTS takes. */
export type Authority = { cert: string; key: string; file: string; remove: () => Promise<void> };

/** HTTPS as in production: with plain `http:` the SDK loads and runs other code. */
export async function newAuthority(): Promise<Authority> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-bench-'));
  const file = path.join(folder, 'authority.pem');
  await writeFile(file, cert);
  return { cert, key, file, remove: () => rm(folder, { recursive: true, force: true }) };
}
