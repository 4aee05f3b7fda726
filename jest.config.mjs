/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@daybook/source', 'node', 'node-addons'] },
  roots: ['<rootDir>/packages', '<rootDir>/apps', '<rootDir>/tooling'],
  testMatch: ['**/test/**/*.test.ts'],
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
  // Many tests start processes or open encrypted databases; a loaded machine must not fail them.
  testTimeout: 20_000,
  maxWorkers: '100%',
  reporters: ['default', '<rootDir>/tooling/jest-summary.cjs'],
  cacheDirectory: '<rootDir>/.jest-cache',
};
