import { routes } from '@daybook/api-contract';
import { z } from 'zod';
import { ToolError } from '../errors/tool-error.ts';
import { findPolicy, policyChoice } from '../find-policy.ts';
import { describeStanding, viewPolicySummary } from '../policy-view.ts';
import { defineTool } from '../tool.ts';

const input = z.strictObject({
  ...policyChoice,
  enabled: z.boolean().optional().describe('Switches the schedule on or off; takes effect at once.'),
  cron: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Minute, hour, day of month, month, day of week, such as "30 16 * * MON-FRI".'),
  timezone: z.string().min(1).max(100).optional().describe('IANA zone, such as "Europe/Vienna".'),
});

export const updatePolicyScheduleTool = defineTool({
  name: 'update_policy_schedule',
  title: 'Change when a policy runs',
  description:
    'Switches the schedule of a policy on or off, or proposes another time. A new cron or timezone makes a proposal: the approved schedule stays in force until a person approves the new one at approve_url. A policy that a person paused stays paused.',
  input,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  async run({ enabled, cron, timezone, ...choice }, context) {
    if (enabled === undefined && cron === undefined && timezone === undefined) {
      throw new ToolError('usage.invalid', 'Say what to change: enabled, cron or timezone.');
    }
    const { id } = await findPolicy(choice, context);
    const body = {
      ...(enabled === undefined ? {} : { enabled }),
      ...(cron === undefined ? {} : { cron }),
      ...(timezone === undefined ? {} : { timezone }),
    };
    const changed = await context.client.call(
      routes.changeSchedule,
      { params: { id }, body },
      { signal: context.signal },
    );
    const { issues, next_fires } = changed;
    return {
      kind: 'outside',
      summary: `The schedule of policy ${id} is switched ${changed.enabled ? 'on' : 'off'}. ${describeStanding(changed)}`,
      content: { ...viewPolicySummary(changed), issues, next_fires },
    };
  },
});
