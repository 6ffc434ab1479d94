/**
 * What Jest runs in place of a file of ours: a call of Node's own `require()`, which loads ES modules and native
 * libraries as they are. Jest's module system can do neither before Node 24.9, and its sandbox replaces `require`,
 * `process` and `module`; `vm` reaches the real ones. Two lines of Jest configuration name this as a transform:
 * docs/using-from-commonjs-nestjs-jest.md.
 * @param file absolute path of the file that was imported
 */
function transform(_text: string, file: string): { code: string } {
  const path = JSON.stringify(file);
  const module = `require('node:vm').runInThisContext('process').getBuiltinModule('node:module')`;
  return { code: `module.exports = ${module}.createRequire(${path})(${path});` };
}

// The name that Jest looks for.
export { transform as process };
