// How jest compiles this repository's modules: TypeScript by swc, and what was built as it is; both look up the globals of
// ECMAScript once a module. Jest runs tests in a context of node:vm, where every look-up of a global by its name asks an
// interceptor: a loop over Math.abs takes fifteen times as long there as outside of it.
import { createTransformer } from '@swc/jest';

/** Never replaced by a test, unlike the clock and what asks it. */
const GLOBALS = [
  ...['Math', 'Number', 'NaN', 'Infinity', 'Object', 'Array', 'Map', 'Set', 'String', 'Symbol', 'BigInt', 'JSON'],
  ...['Float64Array', 'Float32Array', 'Int32Array', 'Uint32Array', 'Uint16Array', 'Uint8Array', 'DataView'],
];
const VERSION = '1';

const swc = createTransformer({
  swcrc: false,
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
});

/** The module with a constant of its own for every global it names and does not declare; no line moves. */
function withOwnGlobals(code) {
  const named = GLOBALS.filter((name) => new RegExp(`\\b${name}\\b`).test(code) && !declares(code, name));
  return named.length === 0 ? code : `const { ${named.join(', ')} } = globalThis;${code}`;
}

const declares = (code, name) =>
  new RegExp(
    `\\b(?:const|let|var|class|function)\\s+${name}\\b|^(?:import|export)\\b[^;'"]*\\b${name}\\b[^;'"]*\\bfrom\\b`,
    'm',
  ).test(code);

const compile = (code, path, options) => (path.endsWith('.ts') ? swc.process(code, path, options) : { code });

export default {
  process(source, path, options) {
    const compiled = compile(source, path, options);
    return { ...compiled, code: withOwnGlobals(compiled.code) };
  },
  async processAsync(source, path, options) {
    return this.process(source, path, options);
  },
  getCacheKey: (source, path, options) => swc.getCacheKey(source, path, options) + VERSION,
};
