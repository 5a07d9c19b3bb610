import path from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Puts `lambda-credentials.ts` in place of the SDK's chain of credential providers (SSO, profiles, instance metadata):
 * 135 kB that a Lambda function never uses but would load at every cold start.
 */
export const lambdaCredentialsPlugin: Plugin = {
  name: 'lambda-credentials',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({
      path: path.join(import.meta.dirname, 'lambda-credentials.ts'),
      sideEffects: false,
    }));
  },
};
