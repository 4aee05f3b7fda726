import { routes } from '@daybook/api-contract';
import { z } from 'zod';
import { defineTool, readsOnly } from '../tool.ts';
import { policyInput } from './create-policy.ts';

export const validatePolicyTool = defineTool({
  name: 'validate_policy',
  title: 'Check a policy document',
  description:
    'Judges a policy document and saves nothing. Answers whether it is valid, with every issue (pointer, code, message, severity, suggestion), what it would do in words, and its next fire times. Warnings do not stop it from being saved.',
  input: z.strictObject({ policy: policyInput }),
  annotations: readsOnly,
  async run({ policy }, { client, signal }) {
    const verdict = await client.call(routes.validatePolicy, { body: policy }, { signal });
    const errors = verdict.issues.filter(({ severity }) => severity === 'error').length;
    const warnings = verdict.issues.length - errors;
    return {
      kind: 'own',
      summary: verdict.valid
        ? `The policy is valid; warnings: ${warnings}. Nothing was saved; create_policy saves it.`
        : `The policy is not valid; errors: ${errors}, warnings: ${warnings}. Mend every error.`,
      content: { ...verdict },
    };
  },
});
