export { composeEngine, type Engine, type RunOrder, type Surroundings } from './compose.ts';
export { main } from './main.ts';
export { applicationShapes, createApplicationParser } from './policy-parser.ts';
export { createRandomIds } from './random-ids.ts';
export { systemClock } from './system-clock.ts';
export type { Terminal } from './terminal.ts';
