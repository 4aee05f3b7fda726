import { createPolicyParser, describeStepType, type PolicyParser } from '@daybook/policy';
import { fetchStepShape } from '@daybook/stages-fetch';
import { renderStepShape } from '@daybook/stages-render';
import { reportStepShape } from '@daybook/stages-report';
import { sendStepShape } from '@daybook/stages-send';
import { transformStepShape } from '@daybook/stages-transform';

/** The step types that a policy may use, as data: a policy is judged before any database is opened. */
export const stepShapes = [
  fetchStepShape,
  transformStepShape,
  reportStepShape,
  renderStepShape,
  sendStepShape,
] as const;

/** The parser for the step types of this application. */
export function createApplicationParser(): PolicyParser {
  return createPolicyParser(new Map(stepShapes.map((shape) => [shape.type, describeStepType(shape)])));
}
