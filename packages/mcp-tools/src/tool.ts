import type { Client } from '@daybook/api-contract';
import type { CallToolResult, ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import type { z } from 'zod';
import { toRefusal } from './refusal.ts';
import { type ToolAnswer, toCallToolResult } from './tool-answer.ts';

/** What a tool may use. */
export interface ToolContext {
  readonly client: Client;
  /** Aborted when the agent takes its call back. */
  readonly signal: AbortSignal;
}

/** A tool as the server lists it: the input comes in unparsed. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  /** Static: what an agent reads before it calls. */
  readonly description: string;
  readonly input: z.ZodObject;
  readonly annotations: ToolAnnotations;
  /** Never throws: what fails is an answer with `isError`. */
  call(rawInput: unknown, context: ToolContext): Promise<CallToolResult>;
}

/** Ties the schema of an input to what the tool does with it. */
export function defineTool<Input extends z.ZodObject>(definition: {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  /** Hints for clients; the server holds the limits. */
  readonly annotations: ToolAnnotations;
  run(input: z.output<Input>, context: ToolContext): Promise<ToolAnswer>;
}): Tool {
  const { name, title, description, input, annotations } = definition;
  return {
    name,
    title,
    description,
    input,
    annotations,
    async call(rawInput, context) {
      try {
        return toCallToolResult(await definition.run(input.parse(rawInput), context));
      } catch (thrown) {
        return toCallToolResult(toRefusal(thrown));
      }
    },
  };
}

/** For tools that look and change nothing. */
export const readsOnly = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
} as const satisfies ToolAnnotations;
