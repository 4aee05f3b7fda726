import { analyseQuery } from '@daybook/persistence';
import { createPolicyParser, describeStepType, type PolicyParser, type StepTypeShape } from '@daybook/policy';
import { fetchStepShape } from '@daybook/stages-fetch';
import { renderStepShape } from '@daybook/stages-render';
import { queryStepShape, reportStepShape } from '@daybook/stages-report';
import { sendStepShape } from '@daybook/stages-send';
import { assertStepShape, transformStepShape } from '@daybook/stages-transform';
import { judgingSql } from './judge-sql.ts';
import { rememberVerdicts } from './remember-verdicts.ts';

/** The step types that a policy may use, as data: a policy is judged before any database is opened. */
export const stepShapes = [
  fetchStepShape,
  transformStepShape,
  queryStepShape,
  assertStepShape,
  reportStepShape,
  renderStepShape,
  sendStepShape,
] as const;

/** The step types as the parser and the published schema take them. */
export function applicationShapes(): ReadonlyMap<string, StepTypeShape> {
  return new Map(stepShapes.map((shape) => [shape.type, describeStepType(shape)]));
}

/** The parser for the step types of this application. */
export function createApplicationParser(): PolicyParser {
  return createParserOf(applicationShapes());
}

/** The parser for step types of this application; it judges their SQL too, wherever a policy is judged. */
export function createParserOf(shapes: ReadonlyMap<string, StepTypeShape>): PolicyParser {
  return createPolicyParser(judgingSql(shapes, rememberVerdicts(analyseQuery)));
}
