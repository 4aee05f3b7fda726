import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { type AnswerDocument, fitDocument } from './fit-document.ts';
import { dataNotice, markAsData } from './outside-data.ts';

/** What a tool found out. */
export type ToolAnswer =
  | {
      readonly kind: 'own';
      /** Sentences for the agent. */
      readonly summary: string;
      readonly content: AnswerDocument;
    }
  | {
      /** The content may hold text that came from outside, and is labelled as such. */
      readonly kind: 'outside';
      /** Sentences of ours: ids, states and counts, nothing from outside. */
      readonly summary: string;
      readonly content: AnswerDocument;
      /** Shown in place of the content as JSON. */
      readonly body?: string;
    }
  | { readonly kind: 'refused'; readonly summary: string; readonly content: AnswerDocument };

/** An answer in MCP's form: structured, and once more as text for clients that show only text. */
export function toCallToolResult(answer: ToolAnswer): CallToolResult {
  const content = fitDocument(answer.content);
  switch (answer.kind) {
    case 'own':
      return { content: [textOf(answer.summary, JSON.stringify(content))], structuredContent: content };
    case 'refused':
      return {
        content: [textOf(answer.summary, JSON.stringify(content))],
        structuredContent: content,
        isError: true,
      };
    case 'outside': {
      const data =
        answer.body === undefined
          ? markAsData(JSON.stringify(content), 'json')
          : markAsData(answer.body, 'plain');
      return {
        content: [textOf(answer.summary, data)],
        structuredContent: { notice: dataNotice, ...content },
      };
    }
  }
}

function textOf(summary: string, rest: string): { type: 'text'; text: string } {
  return { type: 'text', text: `${summary}\n${rest}` };
}
