import type { Tool } from '../tool.ts';
import { cancelRunTool } from './cancel-run.ts';
import { createPolicyTool } from './create-policy.ts';
import { getPipelineHistoryTool } from './get-pipeline-history.ts';
import { listDataTool } from './list-data.ts';
import { listPoliciesTool } from './list-policies.ts';
import { listProvidersTool } from './list-providers.ts';
import { listStepTypesTool } from './list-step-types.ts';
import { previewReportTool } from './preview-report.ts';
import { queryDataTool } from './query-data.ts';
import { runPipelineTool } from './run-pipeline.ts';
import { updatePolicyTool } from './update-policy.ts';
import { updatePolicyScheduleTool } from './update-policy-schedule.ts';
import { validatePolicyTool } from './validate-policy.ts';

/** All tools, in the order in which agents see them. None approves: that is a person's. */
export const tools: readonly Tool[] = [
  createPolicyTool,
  listPoliciesTool,
  runPipelineTool,
  previewReportTool,
  updatePolicyScheduleTool,
  getPipelineHistoryTool,
  validatePolicyTool,
  updatePolicyTool,
  listStepTypesTool,
  listProvidersTool,
  listDataTool,
  queryDataTool,
  cancelRunTool,
];
