import type { Environment } from '../data-folder.ts';

/** The process that a command runs in; tests bring their own. */
export interface Terminal {
  readonly environment: Environment;
  readonly platform: NodeJS.Platform;
  /** One line to standard output. */
  print(line: string): void;
  /** One line to standard error. */
  note(line: string): void;
  /** Asks the person and gives back the line typed; absent when standard input is no terminal. */
  readonly ask?: (question: string) => Promise<string>;
  /** As `ask`, without showing what is typed. */
  readonly askHidden?: (question: string) => Promise<string>;
  /** All of standard input, for commands that are told to read it; absent where there is none. */
  readonly readInput?: () => Promise<string>;
  /** Aborts when the person interrupts. */
  readonly signal: AbortSignal;
}
