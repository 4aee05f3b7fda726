/** Whether the actor, named as in the audit log, is a person; agents, the scheduler and the engine are none. */
export function isPerson(actor: string): boolean {
  return /^person:./.test(actor);
}
