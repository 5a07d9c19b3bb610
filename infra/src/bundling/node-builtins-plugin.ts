import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

const NAMESPACE = 'node-builtin';

/**
 * Resolves every Node builtin to a module made of `process.getBuiltinModule(...)`.
 *
 * A static import of a builtin costs start-up time in an ES module, and a `require` of one needs a `createRequire`
 * banner. The virtual module is CommonJS, so `require('events')` is the class itself, and named, default and
 * `export *` imports go through esbuild's interop at run time, without a list of names to keep.
 */
export const nodeBuiltinsPlugin: Plugin = {
  name: NAMESPACE,
  setup(build) {
    build.onResolve({ filter: /^[\w:/.-]+$/ }, ({ path }) => {
      if (!isBuiltin(path)) return undefined;
      const name = path.startsWith('node:') ? path : `node:${path}`;
      return { path: name, namespace: NAMESPACE, sideEffects: false };
    });
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
      loader: 'js',
    }));
  },
};
