// The layer table of docs/architecture.md as data: what each package may import, also those that come later.
// check-layers.mjs holds the tree against it.

const stages = ['stages-fetch', 'stages-transform', 'stages-report', 'stages-render', 'stages-send'];
const stageRules = { layer: 3, mayImport: ['kernel', 'policy', 'registry', 'calendars'] };

/**
 * `mayImport`: Daybook packages whose values may be imported. `typesOnly`: those of which only types may be (the
 * adapters implement ports, they never call into what they serve). `pure`: no module that reaches outside the process.
 */
export const layers = {
  kernel: { layer: 0, mayImport: [], pure: true, externals: ['zod', 'big.js'] },
  policy: { layer: 1, mayImport: ['kernel'], pure: true },
  calendars: { layer: 1, mayImport: ['kernel'], pure: true },
  registry: { layer: 2, mayImport: ['kernel', 'policy'], pure: true },
  'api-contract': { layer: 2, mayImport: ['kernel', 'policy'], pure: true },
  runner: { layer: 3, mayImport: ['kernel', 'policy', 'registry'] },
  scheduler: { layer: 3, mayImport: ['kernel', 'policy', 'calendars'] },
  guardrails: { layer: 3, mayImport: ['kernel', 'policy'] },
  ...Object.fromEntries(stages.map((stage) => [stage, stageRules])),
  providers: { layer: 4, mayImport: ['kernel'], typesOnly: ['stages-fetch'] },
  persistence: {
    layer: 4,
    mayImport: ['kernel'],
    typesOnly: ['runner', 'scheduler', 'guardrails', ...stages],
  },
  'mcp-tools': { layer: 4, mayImport: ['api-contract'] },
  server: {
    layer: 5,
    isApp: true,
    mayImport: [
      'kernel',
      'policy',
      'calendars',
      'registry',
      'api-contract',
      'runner',
      'scheduler',
      'guardrails',
      ...stages,
      'providers',
      'persistence',
      'mcp-tools',
    ],
  },
  mcp: { layer: 5, isApp: true, mayImport: ['mcp-tools', 'api-contract'] },
  gui: { layer: 5, isApp: true, mayImport: ['api-contract'] },
};

/** External packages with one home: SQL is spoken in persistence and nowhere else. */
export const homes = { '@journeyapps/sqlcipher': 'persistence', kysely: 'persistence' };

/** Modules of Node that compute and nothing more; the only ones that a pure package may import. */
export const pureBuiltins = new Set([
  'assert',
  'buffer',
  'crypto',
  'events',
  'querystring',
  'string_decoder',
  'url',
  'util',
]);

/** Contract suites receive Jest's functions as arguments, so `src/testing` may name their types, and only their types. */
export const testingTypes = new Set(['@jest/globals']);
