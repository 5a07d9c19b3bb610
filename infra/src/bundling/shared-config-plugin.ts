import type { Plugin } from 'esbuild';

const NAMESPACE = 'shared-config';

/** The link of the SDK's chain that finds nothing, and passes on to the setting's default. */
const ABSENT = `export const fromSharedConfigFiles = () => async () => {
  throw Object.assign(new Error('Lambda has no ~/.aws/config'), { tryNextLink: true });
};`;

/**
 * Lambda has no `~/.aws/config`: the SDK would look for it, and for the credentials beside it, during the first call,
 * while a person waits. The environment alone configures a function.
 */
export const sharedConfigPlugin: Plugin = {
  name: NAMESPACE,
  setup(build) {
    build.onResolve({ filter: /\/fromSharedConfigFiles$/ }, ({ path, importer }) =>
      /[/\\]@smithy[/\\]core[/\\]/.test(importer) ? { path, namespace: NAMESPACE } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, () => ({
      contents: ABSENT,
      loader: 'js',
    }));
  },
};
