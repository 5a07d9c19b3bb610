/** No credentials in the environment: the code does not run where it was bundled for. */
class CredentialsMissing extends Error {
  override readonly name = 'CredentialsMissing';
}

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/**
 * Bundled in place of `@aws-sdk/credential-provider-node`: Lambda hands credentials over in the environment and nowhere
 * else. They hold for the life of the process, so there is nothing to refresh.
 *
 * @public imported by the SDK's clients, by the name of the package that it replaces
 */
export const defaultProvider = () => (): Promise<Credentials> => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    return Promise.reject(
      new CredentialsMissing('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; Lambda always sets them'),
    );
  }
  return Promise.resolve({
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  });
};
