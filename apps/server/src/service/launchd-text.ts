import { join } from 'node:path';
import { onOneLine } from './plain-text.ts';
import type { Program } from './systemd-text.ts';
import { unitMark } from './unit-files.ts';

/** What launchd calls the server. */
export const launchdLabel = 'org.daybook.server';

/** What the property list is made of. */
export interface PropertyListParts extends Program {
  readonly dataFolder: string;
  readonly variables: readonly (readonly [name: string, value: string])[];
  /** A file of further variables, read at each start. */
  readonly secretsFile: string | undefined;
}

/** Where the server's standard error goes. */
export const launchdErrorLog = (dataFolder: string): string => join(dataFolder, 'server.log');

/**
 * The property list of the server, one entry a line.
 * @throws {EngineError} `usage.invalid` for a text with a line break.
 */
export function toPropertyList(parts: PropertyListParts): string {
  const { nodeFile, cliFile, dataFolder, variables, secretsFile } = parts;
  const program = [
    nodeFile,
    ...(secretsFile === undefined ? [] : [`--env-file=${secretsFile}`]),
    cliFile,
    'serve',
  ];
  const entries = variables.map(([name, value]) => `    <key>${name}</key>${text(value, name)}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    `<!-- ${unitMark}, and again when the settings change -->`,
    '<plist version="1.0">',
    '<dict>',
    `  <key>Label</key>${text(launchdLabel, 'The label')}`,
    `  <key>ProgramArguments</key><array>${program.map((part) => text(part, 'A path')).join('')}</array>`,
    '  <key>EnvironmentVariables</key>',
    '  <dict>',
    ...entries,
    '  </dict>',
    '  <key>RunAtLoad</key><true/>',
    '  <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>',
    '  <key>ThrottleInterval</key><integer>30</integer>',
    '  <key>ExitTimeOut</key><integer>30</integer>',
    // 077: the log is for its owner alone.
    '  <key>Umask</key><integer>63</integer>',
    // The link that signs in goes to standard output, and is not for a log.
    '  <key>StandardOutPath</key><string>/dev/null</string>',
    `  <key>StandardErrorPath</key>${text(launchdErrorLog(dataFolder), 'The path of the data folder')}`,
    '</dict>',
    '</plist>',
    '',
  ].join('\n');
}

/** The value of a variable in a list of {@link toPropertyList}. */
export function entryIn(list: string, name: string): string | undefined {
  const found = new RegExp(`<key>${name}</key><string>([^<]*)</string>`).exec(list)?.[1];
  return found?.replace(/&(?:amp|lt|gt|quot|apos);/g, (entity) => characters[entity] ?? entity);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const characters = Object.fromEntries(Object.entries(entities).map(([sign, entity]) => [entity, sign]));

function text(value: string, what: string): string {
  return `<string>${onOneLine(value, what).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)}</string>`;
}
