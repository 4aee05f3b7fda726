import { ApiError } from '@daybook/api-contract';
import { z } from 'zod';
import { ToolError } from './errors/tool-error.ts';
import type { ToolAnswer } from './tool-answer.ts';

/** What went wrong, for the agent to mend: the server's words, never a stack trace or an unforeseen error's own text. */
export function toRefusal(thrown: unknown): ToolAnswer {
  if (thrown instanceof ApiError) {
    const { code, detail, advice, retry_after, issues, link } = thrown.problem;
    return {
      kind: 'refused',
      summary: detail,
      content: { code, message: detail, advice, retry_after, issues, link },
    };
  }
  if (thrown instanceof ToolError) return refuse(thrown.code, thrown.message);
  if (thrown instanceof z.ZodError) {
    return refuse(
      'server.refused',
      'The Daybook server answered in a form that these tools do not know; server and tools must be of the same release.',
    );
  }
  return refuse(
    'engine.unexpected',
    'The call was interrupted or failed in a way that Daybook did not expect. Look at the state with get_pipeline_history before trying again.',
  );
}

function refuse(code: string, message: string): ToolAnswer {
  return { kind: 'refused', summary: message, content: { code, message, advice: 'never', issues: [] } };
}
