import { loadSharedConfigFiles } from '@smithy/core/config';
import { OperatorError } from '../operator-error.ts';

/**
 * Looks whether the files of the AWS CLI have a profile: the SDK itself says of an unknown one only that it found no
 * credentials, or no region.
 * @throws OperatorError `usage` when they do not.
 */
export async function refuseUnknownProfile(profile: string): Promise<void> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  if (profile in configFile || profile in credentialsFile) return;
  throw new OperatorError(
    'usage',
    `There is no profile ${profile} in the files of the AWS CLI: \`aws configure list-profiles\` lists those there are.`,
  );
}
