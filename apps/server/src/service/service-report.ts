import { printable } from '../command-line/terminal-text.ts';

/** What is known about the service of this person on this machine. */
export interface ServiceReport {
  /** Whether the file that starts the server is there. */
  readonly installed: boolean;
  /** Whether it starts with the next login. */
  readonly enabled: boolean;
  readonly running: boolean;
  /** The files that are there. */
  readonly units: readonly string[];
  /** Where the server writes its log. */
  readonly log: string;
  /** The command that shows what the server says before it can write its log. */
  readonly earlyLog: string;
  /** Whether the server is told when the machine sleeps and wakes. */
  readonly sleepHook: 'installed' | 'missing' | 'unsupported';
  /** What the command changed: a file, and the names of its settings. */
  readonly changed: readonly string[];
  /** What the person should know or do. */
  readonly notes: readonly string[];
}

/** A report, and whether what was asked for was done. */
export interface ServiceOutcome {
  readonly report: ServiceReport;
  readonly done: boolean;
}

/** A service of this machine's service manager. */
export interface InstalledService {
  /** @throws {EngineError} `usage.invalid` when a path can't be written down, or a file is not Daybook's. */
  install(): Promise<ServiceOutcome>;
  status(): Promise<ServiceOutcome>;
  /** Removes what {@link install} wrote, and no more. */
  uninstall(): Promise<ServiceOutcome>;
}

/** The report as a document. */
export function toServiceDocument({ sleepHook, earlyLog, ...report }: ServiceReport) {
  return { ...report, early_log: earlyLog, sleep_hook: sleepHook };
}

/** The report for a person, without its notes. */
export function describeService(report: ServiceReport): readonly string[] {
  const { installed, enabled, running, units, changed, log, earlyLog, sleepHook } = report;
  const state = [
    installed ? 'installed' : 'not installed',
    ...(installed ? [enabled ? 'starts with the login' : 'does not start with the login'] : []),
    running ? 'running' : 'not running',
  ];
  return [
    `The service is ${state.join(', ')}.`,
    ...units.map((unit) => `  unit     ${unit}`),
    ...changed.map((change) => `  changed  ${change}`),
    ...(installed ? [`  log      ${log}`, `           ${earlyLog}`] : []),
    ...(installed ? [`  sleep    ${sleepTexts[sleepHook]}`] : []),
  ].map(printable);
}

const sleepTexts = {
  installed: 'the server is told when the machine sleeps and wakes',
  missing: 'the server is not told; it notices by the jump of the clock',
  unsupported: 'the server notices by the jump of the clock',
} as const satisfies Record<ServiceReport['sleepHook'], string>;
