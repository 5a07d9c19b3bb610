import type { Plugin } from 'esbuild';

const NAMESPACE = 'event-streams';

/**
 * Leaves out how the SDK reads streams of events: 18 kB and Node's `zlib`, which every client could load later for the few
 * operations of AWS that answer with one. No function calls any; such a call rejects. A client that has such operations
 * (CloudWatch Logs) imports it at once, and keeps it.
 */
export const eventStreamsPlugin: Plugin = {
  name: NAMESPACE,
  setup(build) {
    build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, namespace: NAMESPACE } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, () => ({
      contents: "throw new Error('a bundled function reads no event streams: see infra/src/bundling');",
      loader: 'js',
    }));
  },
};
