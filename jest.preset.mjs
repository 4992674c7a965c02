import { fileURLToPath } from 'node:url';

/** One jest configuration for every project: ESM, compiled by swc, workspace packages taken from their built dist. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // A test that takes long on a quiet machine says so itself; this is for two cores that do other work as well.
  testTimeout: 120_000,
  // What is built is compiled again, for one thing only: see there. Packages of others stay as they are.
  transform: { '^.+\\.ts$|/dist/.+\\.js$': fileURLToPath(new URL('tools/ci/jest-transform.mjs', import.meta.url)) },
};
