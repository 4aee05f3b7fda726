export { composeDaybook, type Daybook, type Surroundings } from './compose.ts';
export { main } from './main.ts';
export { applicationShapes, createApplicationParser } from './policy-parser.ts';
export { createRandomIds } from './random-ids.ts';
export { type RunningServer, startServer } from './serve.ts';
export { type SurroundingChoices, surroundingsOf } from './surroundings.ts';
export { systemClock } from './system-clock.ts';
export type { Terminal } from './command-line/terminal.ts';
