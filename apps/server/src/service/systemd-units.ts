import { join } from 'node:path';
import { type Program, toUnitText } from './systemd-text.ts';
import type { ServiceSettings } from './service-settings.ts';
import type { UnitFile } from './unit-files.ts';

/** The unit of the server. */
export const serverUnit = 'daybook.service';
/** The unit that tells the server when the machine sleeps and wakes. */
export const sleepUnit = 'daybook-sleep.service';

/** What the two units are made of. */
export interface UnitsChoice extends Program {
  /** The folder of the person's units. */
  readonly folder: string;
  readonly dataFolder: string;
  readonly settings: ServiceSettings;
  readonly secretsFile: string;
}

/** The unit that keeps the server running. */
export function toServerUnit({ folder, settings, ...parts }: UnitsChoice): UnitFile {
  return {
    path: join(folder, serverUnit),
    text: toUnitText({
      ...parts,
      description: 'Daybook: server and scheduler',
      args: ['serve'],
      variables: settings.variables,
      unitLines: ['StartLimitIntervalSec=1h', 'StartLimitBurst=20'],
      serviceLines: [
        'Restart=on-failure',
        'RestartSec=10',
        // Since systemd 254; before, it waits as long each time.
        'RestartSteps=5',
        'RestartMaxDelaySec=5min',
        // A wrong key is as wrong the next time.
        'RestartPreventExitStatus=5',
        // Only the server is asked to stop: the processes that it works with are needed until its runs have ended.
        'KillMode=mixed',
        'TimeoutStopSec=30',
      ],
    }),
  };
}

/** The unit that watches the machine's sleep; a person's unit can't be ordered before the system's sleep. */
export function toSleepUnit({ folder, dataFolder, ...parts }: UnitsChoice): UnitFile {
  return {
    path: join(folder, sleepUnit),
    text: toUnitText({
      ...parts,
      description: 'Daybook: tells the server when the machine sleeps and wakes',
      args: ['power', 'watch'],
      variables: [['DAYBOOK_DATA_DIR', dataFolder]],
      unitLines: [`After=${serverUnit}`, 'StartLimitIntervalSec=0'],
      serviceLines: [
        'Restart=on-failure',
        'RestartSec=30',
        // What it needs is not installed, or the key is wrong.
        'RestartPreventExitStatus=2 5',
        'TimeoutStopSec=10',
      ],
    }),
  };
}
