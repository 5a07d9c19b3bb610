import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

const REQUIRED = 'node-builtin-required';
const IMPORTED = 'node-builtin-imported';

/**
 * Resolves every Node builtin to a module made of `process.getBuiltinModule(...)`: a static import of a builtin costs
 * start-up time in an ES module, and a `require` of one needs a `createRequire` banner.
 */
export const nodeBuiltinsPlugin: Plugin = {
  name: 'node-builtins',
  setup(build) {
    build.onResolve({ filter: /^[\w:/.-]+$/ }, ({ path, kind }) => {
      if (!isBuiltin(path)) return undefined;
      const name = path.startsWith('node:') ? path : `node:${path}`;
      // What is imported late is taken whole: an ES module would read each name, and the getter of `http.WebSocket` loads undici.
      const whole = kind === 'require-call' || kind === 'dynamic-import';
      return { path: name, namespace: whole ? REQUIRED : IMPORTED, sideEffects: false };
    });
    build.onLoad({ filter: /.*/, namespace: REQUIRED }, ({ path }) => ({ contents: commonJs(path), loader: 'js' }));
    build.onLoad({ filter: /.*/, namespace: IMPORTED }, ({ path }) => ({ contents: esModule(path), loader: 'js' }));
  },
};

const builtin = (path: string) => `process.getBuiltinModule(${JSON.stringify(path)})`;

/** CommonJS: `require('events')` must be the class itself. */
const commonJs = (path: string) => `module.exports = ${builtin(path)};`;

/**
 * An ES module for `import`, every name by itself, so that esbuild drops the unused ones: 1.6 ms less at a cold start
 * of the trigger than going through its interop with CommonJS.
 */
function esModule(path: string): string {
  const names = Object.keys(process.getBuiltinModule(path) ?? {}).filter((name) => name !== 'default');
  const named = names.map(
    (name, index) => `const _${index} = /* @__PURE__ */ (() => builtin.${name})(); export { _${index} as ${name} };`,
  );
  return [`const builtin = /* @__PURE__ */ ${builtin(path)};`, 'export default builtin;', ...named].join('\n');
}
