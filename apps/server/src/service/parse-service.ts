import { invalid, read } from '../command-line/command-arguments.ts';

/** `daybook service …` */
export interface ServiceRequest {
  readonly kind: 'service';
  readonly action: 'install' | 'status' | 'uninstall';
  readonly json: boolean;
}

/** `daybook power …` */
export interface PowerRequest {
  readonly kind: 'power';
  readonly action: 'suspend' | 'resume' | 'watch';
  readonly json: boolean;
}

/** What the command line asks for of the machine. */
export type MachineRequest = ServiceRequest | PowerRequest;

const options = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** @throws {EngineError} `usage.invalid` */
function parseService(args: readonly string[]): ServiceRequest {
  const { values, positionals } = read(args, options);
  const [action, surplus] = positionals;
  if ((action !== 'install' && action !== 'status' && action !== 'uninstall') || surplus !== undefined) {
    throw invalid('Write: daybook service install, daybook service status, or daybook service uninstall');
  }
  return { kind: 'service', action, json: values.json === true };
}

/** @throws {EngineError} `usage.invalid` */
function parsePower(args: readonly string[]): PowerRequest {
  const { values, positionals } = read(args, options);
  const [action, surplus] = positionals;
  if ((action !== 'suspend' && action !== 'resume' && action !== 'watch') || surplus !== undefined) {
    throw invalid('Write: daybook power suspend, daybook power resume, or daybook power watch');
  }
  return { kind: 'power', action, json: values.json === true };
}

/** How the arguments after these commands are read. */
export const machineParsers = { service: parseService, power: parsePower } as const;
