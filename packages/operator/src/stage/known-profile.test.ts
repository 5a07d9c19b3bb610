import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { refuseUnknownProfile } from './known-profile.ts';

it('refuses a profile that the files of the AWS CLI do not have, by name', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-profile-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  vi.stubEnv('AWS_CONFIG_FILE', path.join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', path.join(folder, 'credentials'));
  onTestFinished(() => void vi.unstubAllEnvs());
  await writeFile(path.join(folder, 'config'), '[profile configured]\nregion = eu-central-1\n');
  await writeFile(path.join(folder, 'credentials'), '[keys]\naws_access_key_id = a\naws_secret_access_key = b\n');

  for (const there of ['configured', 'keys']) await expect(refuseUnknownProfile(there)).resolves.toBeUndefined();
  await expect(refuseUnknownProfile('nobody')).rejects.toThrow('There is no profile nobody');
});
