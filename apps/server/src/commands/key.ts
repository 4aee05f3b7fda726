import { EngineError } from '@daybook/kernel';
import { changeKey, type KeyChangeStage, opensWith } from '@daybook/persistence';
import type { Command } from '../command-line/command.ts';
import {
  type ExistingDatabase,
  findExistingDatabase,
  refuseWhileServed,
} from '../command-line/existing-database.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { keySourceOf } from '../database-key.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { keepNextKey, makeNextKey, type NextKey, promoteNextKey, settleKeyChange } from '../key-change.ts';
import { checkGroupOf, toRecoveryKey } from '../recovery-key.ts';

/** Shorter ones are guessed. */
const minPassphraseLength = 12;

/**
 * `daybook key show`: prints the recovery key for a person. `daybook key change`: encrypts the database anew.
 * @throws {EngineError} `approval.required` when no person is at a terminal, or the person typed something else;
 *   `store.busy` when the key is to be changed while somebody else has the database open.
 */
export function keyCommand(
  command: Extract<Command, { kind: 'key' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  return command.action === 'show' ? show(command.json, terminal) : change(command.json, terminal);
}

async function show(json: boolean, terminal: Terminal): Promise<ExitCode> {
  const ask = personAt(terminal, 'daybook key show').ask;
  const { file, key } = findExistingDatabase(terminal);
  if (!(await opensWith({ file, key }))) {
    throw new EngineError(
      'store.key-rejected',
      `The key does not open the database ${file}; it is not shown.`,
    );
  }
  const typed = await ask(
    'Whoever reads the recovery key can read the database and every backup. Type show to see it: ',
  );
  if (typed.trim() !== 'show') throw notTheWord();
  const recoveryKey = toRecoveryKey(key);
  terminal.print(json ? JSON.stringify({ recovery_key: recoveryKey }, null, 2) : recoveryKey);
  return exitCodes.success;
}

async function change(json: boolean, terminal: Terminal): Promise<ExitCode> {
  const person = personAt(terminal, 'daybook key change');
  const database = findExistingDatabase(terminal);
  refuseWhileServed(database.folder);
  const next = await askForNextKey(terminal, person);
  if (next.kind === 'environment') await confirmNoted(terminal, person, next);
  await applyKeyChange(database, next).catch(async (cause: unknown) => {
    // Whatever went wrong, one of the two keys is the database's: keep that one only.
    await settleKeyChange(database.folder, terminal.environment).catch(() => undefined);
    throw cause;
  });
  if (json) terminal.print(JSON.stringify({ changed: true, kept_in: next.kind }, null, 2));
  else terminal.print('The key is changed.');
  terminal.note(advice[next.kind]);
  terminal.note('Backups of before still need the former key.');
  return exitCodes.success;
}

/**
 * Changes the key and where it is found, so that a process that dies at any moment leaves a database that opens with
 * what is there.
 */
export async function applyKeyChange(
  { folder, file, key }: ExistingDatabase,
  next: NextKey,
  onStage: (stage: KeyChangeStage) => void | Promise<void> = () => undefined,
): Promise<void> {
  await changeKey({ file, key, newKey: next.key, keepNewKey: () => keepNextKey(folder, next), onStage });
  promoteNextKey(folder, next.kind);
}

const advice: Readonly<Record<NextKey['kind'], string>> = {
  file: 'It lies in daybook.key beside the database; DAYBOOK_PASSPHRASE must not be set any more. Write the new recovery key down: daybook key show.',
  passphrase:
    'Set DAYBOOK_PASSPHRASE to the new passphrase, without DAYBOOK_KEY. Write the new recovery key down: daybook key show.',
  environment: 'Set DAYBOOK_KEY to the new recovery key.',
};

interface Person {
  readonly ask: (question: string) => Promise<string>;
  readonly askHidden: (question: string) => Promise<string>;
}

function personAt({ ask, askHidden }: Terminal, command: string): Person {
  if (ask !== undefined && askHidden !== undefined) return { ask, askHidden };
  throw new EngineError('approval.required', `${command} is for a person: start it at a terminal.`);
}

async function askForNextKey({ environment }: Terminal, { askHidden }: Person): Promise<NextKey> {
  const passphrase = await askHidden('New passphrase, or nothing for a new random key: ');
  if (passphrase === '') {
    return makeNextKey(keySourceOf(environment).kind === 'environment' ? 'environment' : 'file');
  }
  if (passphrase.length < minPassphraseLength) {
    throw new EngineError(
      'usage.invalid',
      `A passphrase has at least ${minPassphraseLength} characters; nothing was changed.`,
    );
  }
  if ((await askHidden('The same again: ')) !== passphrase) {
    throw new EngineError('usage.invalid', 'The two passphrases differ; nothing was changed.');
  }
  return makeNextKey({ passphrase });
}

/** Nobody else keeps this key, so its owner has to have it before the database needs it. */
async function confirmNoted({ note }: Terminal, { ask }: Person, { key }: NextKey): Promise<void> {
  const recoveryKey = toRecoveryKey(key);
  for (const line of ['The new key, which is kept nowhere else:', '', `  ${recoveryKey}`, '']) note(line);
  const typed = await ask('Write it down, then type its last group: ');
  if (typed.trim().toLowerCase() !== checkGroupOf(recoveryKey)) throw notTheWord();
}

function notTheWord(): EngineError {
  return new EngineError('approval.required', 'That is not what was asked for; nothing was changed.');
}
