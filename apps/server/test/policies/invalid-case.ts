import type { Change } from './change-document.ts';

/** A wrong document: changes of the base document, and the one issue that they lead to. */
export type InvalidCase = readonly [name: string, changes: readonly Change[], pointer: string, code: string];
