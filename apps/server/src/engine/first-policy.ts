import { readFile } from 'node:fs/promises';
import type { PolicyStore, SavePolicy } from '@daybook/guardrails';
import type { Logger } from '@daybook/kernel';
import type { PolicyParser } from '@daybook/policy';

export interface FirstPolicyPorts {
  readonly policies: PolicyStore;
  readonly parsePolicy: PolicyParser;
  readonly savePolicy: SavePolicy;
  readonly log: Logger;
}

/** Proposes the policy of a file when there is no other; it runs only after a person approved it, as any does. */
export async function offerFirstPolicy(
  { policies, parsePolicy, savePolicy, log }: FirstPolicyPorts,
  file: string,
): Promise<void> {
  if ((await policies.list({ limit: 1 })).length > 0) return;
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const parsed = parsePolicy(text);
  if (!parsed.ok) {
    log.warn(`The example ${file} is no valid policy and was not offered.`);
    return;
  }
  await savePolicy({ policy: parsed.policy, actor: 'engine', expect: 'new' });
}
