import { toPointer, nearestName } from '@daybook/kernel';
import { errorAt, type Issue } from './issue.ts';
import { parseReference, type PathSegment, type Reference } from './reference.ts';
import type { PlacedReference } from './resolve-variables.ts';
import { checkPath } from './schema-path.ts';
import type { StepTypeShape } from './step-type-shape.ts';

/** The steps that a reference may name. */
export interface ReferenceScope {
  /** Id → type, as the document has them. */
  readonly stepTypes: ReadonlyMap<string, string>;
  readonly shapes: ReadonlyMap<string, StepTypeShape>;
}

/** What a reference turned out to be. */
export type ReferenceCheck =
  | { readonly ok: true; readonly reference: Reference }
  | { readonly ok: false; readonly issue: Issue };

/** Reads a reference and checks it against the output of the step that it names. */
export function checkReference(placed: PlacedReference, scope: ReferenceScope): ReferenceCheck {
  const pointer = toPointer(placed.path);
  const reference = parseReference(placed.text, placed.optional);
  if (reference === undefined) {
    const message = `"${placed.text}" is no reference; write ctx.<step_id>, then .field, [0] or [*] as needed.`;
    return { ok: false, issue: errorAt(pointer, 'reference.malformed', message) };
  }
  const type = scope.stepTypes.get(reference.stepId);
  if (type === undefined) {
    const nearest = nearestName(reference.stepId, scope.stepTypes.keys());
    const suggestion = nearest === undefined ? undefined : spell({ ...reference, stepId: nearest });
    const message = `"${placed.text}" refers to a step "${reference.stepId}" that the policy does not have.`;
    return { ok: false, issue: errorAt(pointer, 'reference.step-unknown', message, suggestion) };
  }
  const shape = scope.shapes.get(type);
  if (shape === undefined) return { ok: true, reference };
  const found = checkPath(shape.outputSchema, reference.path);
  if (found.kind === 'possible') return { ok: true, reference };
  const wrong = reference.path[found.segment];
  const nearest = wrong?.kind === 'field' ? nearestName(wrong.name, found.fields) : undefined;
  const message = `"${placed.text}" asks for something that a step of type "${type}" does not return: ${found.reason}.`;
  return {
    ok: false,
    issue: errorAt(
      pointer,
      'reference.field-unknown',
      message,
      nearest === undefined
        ? undefined
        : spell({ ...reference, path: reference.path.with(found.segment, { kind: 'field', name: nearest }) }),
    ),
  };
}

function spell({ stepId, path }: Pick<Reference, 'stepId' | 'path'>): string {
  return `{"ref": "ctx.${stepId}${path.map(spellSegment).join('')}"}`;
}

function spellSegment(segment: PathSegment): string {
  if (segment.kind === 'field') return `.${segment.name}`;
  return segment.kind === 'index' ? `[${segment.index}]` : '[*]';
}
