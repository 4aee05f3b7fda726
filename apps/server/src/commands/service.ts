import { EngineError } from '@daybook/kernel';
import type { Terminal } from '../command-line/terminal.ts';
import { printable } from '../command-line/terminal-text.ts';
import { dataFolder } from '../data-folder.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { createLaunchdService } from '../service/launchd-service.ts';
import type { ServiceRequest } from '../service/parse-service.ts';
import { type ServicePorts, servicePortsOf } from '../service/service-ports.ts';
import { describeService, type InstalledService, toServiceDocument } from '../service/service-report.ts';
import { createSystemdService } from '../service/systemd-service.ts';

/**
 * `daybook service install|status|uninstall`: has the server start with the person's login. Ends with 1 when it could
 * not be started.
 * @throws {EngineError} `usage.invalid` on a machine without systemd or launchd, and as {@link InstalledService.install}.
 */
export async function serviceCommand(
  { action, json }: ServiceRequest,
  terminal: Terminal,
  ports: ServicePorts = servicePortsOf(terminal),
): Promise<ExitCode> {
  const { report, done } = await serviceOf(terminal, ports)[action]();
  if (json) {
    terminal.print(JSON.stringify(toServiceDocument(report), null, 2));
  } else {
    for (const line of describeService(report)) terminal.print(line);
    if (action === 'install' && report.changed.length === 0) terminal.print('  Nothing was to be changed.');
    if (report.running) terminal.print('  Sign in with: daybook serve (it prints a link)');
    for (const note of report.notes) terminal.note(printable(note));
  }
  return done ? exitCodes.success : exitCodes.failed;
}

function serviceOf({ environment, platform }: Terminal, ports: ServicePorts): InstalledService {
  const folder = dataFolder(environment, platform);
  if (platform === 'linux') return createSystemdService(ports, folder);
  if (platform === 'darwin') return createLaunchdService(ports, folder);
  throw new EngineError(
    'usage.invalid',
    `Daybook can be a service of systemd (Linux) or launchd (macOS), and of nothing on ${platform}; there, have "daybook serve" started by other means. On Windows use WSL 2 with systemd.`,
  );
}
