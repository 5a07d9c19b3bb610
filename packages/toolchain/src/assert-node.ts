// Vitest called by hand runs under whatever Node is first on the path: what passes there may fail in production.
if (!process.version.startsWith('v24.')) {
  throw new Error(`The tests run under Node 24, as production does; this is ${process.version}. Use \`npm test\`.`);
}
