import { routes, type Scope, scopes } from '@daybook/api-contract';
import { EngineError, nearestName } from '@daybook/kernel';

import type { Command } from '../command-line/command.ts';
import { withSession } from '../command-line/session.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';

/**
 * `daybook token create`: makes a token for an agent and prints it, this once.
 * @throws {EngineError} `usage.invalid` for a scope that is none.
 */
export async function tokenCommand(
  command: Extract<Command, { kind: 'token-create' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  const wanted = command.scopes.map(toScope);
  return withSession(terminal, async (session) => {
    const made = await session.client.call(routes.createToken, {
      body: { name: command.name, scopes: wanted },
    });
    if (command.json) terminal.print(JSON.stringify(made, null, 2));
    else {
      terminal.print(made.token);
      terminal.note(`Made for "${made.name}", with ${made.scopes.join(', ')}. It is not shown again.`);
    }
    return exitCodes.success;
  });
}

function toScope(text: string): Scope {
  const scope = scopes.find((known) => known === text);
  if (scope !== undefined) return scope;
  const nearest = nearestName(text, scopes);
  const advice = nearest === undefined ? `There are: ${scopes.join(', ')}.` : `Did you mean "${nearest}"?`;
  throw new EngineError('usage.invalid', `There is no scope "${text}". ${advice}`);
}
