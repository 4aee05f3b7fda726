/** Why a run exists. */
export const runCauses = ['schedule', 'manual', 'agent', 'catch_up', 'backfill', 'resume'] as const;
export type RunCause = (typeof runCauses)[number];
