import { firstLight } from './0001-first-light.ts';
import type { Migration } from './migration.ts';

/** The schema's history, oldest first. */
export const migrations: readonly Migration[] = [firstLight];
