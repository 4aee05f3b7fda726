import { availableParallelism } from 'node:os';

/** What all tests share. */
const shared = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@daybook/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/(packages|apps)/[^/]+/dist/'],
  transform: {
    '\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  cacheDirectory: '<rootDir>/.jest-cache',
};

/** Packages that do no I/O: their tests run with file system, network and processes denied. */
const pure = ['kernel', 'policy', 'calendars', 'registry', 'api-contract'];
/** @type {import('jest').Config} */
export default {
  projects: [
    {
      ...shared,
      displayName: 'pure',
      testMatch: pure.map((name) => `<rootDir>/packages/${name}/test/**/*.test.ts`),
      // What a pure package does over a socket is tested with one.
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/packages/[^/]+/test/integration/'],
      runtime: '<rootDir>/tooling/pure-runtime.cjs',
      setupFiles: ['<rootDir>/tooling/deny-globals.mjs'],
    },
    {
      ...shared,
      displayName: 'all others',
      roots: ['<rootDir>/packages', '<rootDir>/apps', '<rootDir>/tooling'],
      testMatch: ['**/test/**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        ...pure.map((name) => `<rootDir>/packages/${name}/test/(?!integration/)`),
      ],
    },
  ],
  // Tests that start a process wait for a busy machine; none of them measures time.
  testTimeout: 30_000,
  // One more than two cores can feed: many tests wait for processes and servers of their own.
  maxWorkers: Math.max(3, availableParallelism()),
  testSequencer: '<rootDir>/tooling/slow-first.cjs',
  reporters: ['default', '<rootDir>/tooling/jest-summary.cjs'],
};
