import { firstLight } from './0001-first-light.ts';
import { secondLight } from './0002-second-light.ts';
import { thirdLight } from './0003-third-light.ts';
import { dryRunArtifacts } from './0004-dry-run-artifacts.ts';
import { marketCalendars } from './0005-market-calendars.ts';
import { schedulerAlarm } from './0006-scheduler-alarm.ts';
import { datasetChanges } from './0007-dataset-changes.ts';
import type { Migration } from './migration.ts';

/** The schema's history, oldest first. */
export const migrations: readonly Migration[] = [
  firstLight,
  secondLight,
  thirdLight,
  dryRunArtifacts,
  marketCalendars,
  schedulerAlarm,
  datasetChanges,
];
