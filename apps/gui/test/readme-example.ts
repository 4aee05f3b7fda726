import { describeChanges } from '../src/diff/changed-parts.ts';

const approved = { name: 'brief', trigger: { cron: '30 16 * * FRI', timezone: 'UTC' }, steps: [] };
const proposed = { ...approved, steps: [{ id: 'mail', type: 'send', params: {} }] };

export const changes = describeChanges(approved, proposed);
// ['Step mail is new']
