import type { Plugin } from 'esbuild';

const NAMESPACE = 'pino-transports';

/**
 * Leaves pino's transports out: worker threads that load files from beside the program. A bundle has no such files, and
 * Lambda reads standard output; asking for a transport throws.
 */
export const pinoTransportsPlugin: Plugin = {
  name: NAMESPACE,
  setup(build) {
    build.onResolve({ filter: /^\.\/(lib\/)?transport$/ }, ({ path, importer }) =>
      /[/\\]pino[/\\](lib[/\\]tools|pino)\.js$/.test(importer) ? { path, namespace: NAMESPACE } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, () => ({
      contents: "module.exports = () => { throw new Error('a bundled function has no pino transports'); };",
      loader: 'js',
    }));
  },
};
