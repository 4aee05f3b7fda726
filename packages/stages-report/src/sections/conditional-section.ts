import { EngineError, type JsonValue } from '@daybook/kernel';
import { condition, evaluateCondition, toPlaceholder } from '@daybook/policy';
import { z } from 'zod';
import { type Section, section } from './section.ts';

/** Sections that are printed only when something holds. */
const conditionalSection = z
  .strictObject({
    type: z.literal('conditional_section'),
    when: condition.describe(
      'Decided when the report is stored: {"field": {"ref": "ctx.<step_id>.<field>"}, "op": "gt", "value": 0}.',
    ),
    sections: z
      .array(section)
      .min(1)
      .max(50)
      .describe('Printed in this place when it holds, and left out otherwise.'),
  })
  .describe('Sections that the report has only when a condition over earlier steps holds.');

/** A section of a report, as a policy writes it. */
export const writtenSection = z.discriminatedUnion('type', [...section.options, conditionalSection]);

export type WrittenSection = z.output<typeof writtenSection>;

/** What is left of the sections of a policy once their conditions are decided. */
export interface DecidedSections {
  /** To be printed, in order. */
  readonly kept: readonly Section[];
  /** Left out, because their condition does not hold. */
  readonly dropped: readonly Section[];
}

/**
 * Decides the conditional sections of a report, whose references are resolved.
 * @throws {EngineError} `step.condition-failed`, naming the section, when a condition can't be decided.
 */
export function decideSections(report: string, written: readonly WrittenSection[]): DecidedSections {
  const kept: Section[] = [];
  const dropped: Section[] = [];
  for (const [index, each] of written.entries()) {
    if (each.type !== 'conditional_section') {
      kept.push(each);
      continue;
    }
    const evaluation = evaluateCondition(each.when, resolvedField);
    if (!evaluation.ok) {
      throw new EngineError(
        'step.condition-failed',
        `The condition of section ${index + 1} of report "${report}" can't be decided: ${evaluation.message}`,
        { details: { report, section: index, pointer: `/sections/${index}/when` } },
      );
    }
    (evaluation.result ? kept : dropped).push(...each.sections);
  }
  return { kept, dropped };
}

/** References are resolved before a step runs: the field is the value itself, and one that still stands led nowhere. */
function resolvedField(field: JsonValue): JsonValue | undefined {
  return toPlaceholder(field)?.kind === 'reference' ? undefined : field;
}
