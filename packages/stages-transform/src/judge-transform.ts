import {
  type CanonicalDataset,
  type ColumnSource,
  canonicalDataset,
  isDatasetName,
  isJsonObject,
  isStoredDataset,
  type JsonValue,
  nearestName,
} from '@daybook/kernel';
import { type ParamsFinding, type ParamsJudge, parseReference, toPlaceholder } from '@daybook/policy';
import { findOverrideProblem } from './field-mapping.ts';
import { dateFormats } from './read-value.ts';

/** Finds a target that is not what was fetched, and entries of the mapping that the target dataset can't have. */
export const judgeTransform: ParamsJudge = (params, paramsOf = () => undefined) => {
  if (!isJsonObject(params)) return [];
  const { source, target, mapping } = params;
  if (typeof target !== 'string') return [];
  const findings = judgeTarget(target, fetchedDataset(source, paramsOf));
  if (!isStoredDataset(target)) return findings;
  if (!isJsonObject(mapping) || toPlaceholder(mapping) !== undefined) return findings;
  const dataset = canonicalDataset(target);
  return [
    ...findings,
    ...Object.entries(mapping).flatMap(([column, from]) => judgeEntry(dataset, column, from)),
  ];
};

function judgeTarget(target: string, fetched: string | undefined): readonly ParamsFinding[] {
  if (fetched === undefined || fetched === target) return [];
  const message = `The source is fetched as ${fetched}, so it can't become ${target}.`;
  return [{ path: ['target'], code: 'transform.dataset-mismatch', message, suggestion: fetched }];
}

/** The dataset that the source's own step asks for, where that is written in the document. */
function fetchedDataset(
  source: JsonValue | undefined,
  paramsOf: (stepId: string) => JsonValue | undefined,
): string | undefined {
  const placeholder = source === undefined ? undefined : toPlaceholder(source);
  const reference = placeholder?.kind === 'reference' ? parseReference(placeholder.text) : undefined;
  if (reference === undefined || reference.path.length > 0) return undefined;
  const fetched = paramsOf(reference.stepId);
  const dataset = isJsonObject(fetched) ? fetched['dataset'] : undefined;
  return typeof dataset === 'string' && isDatasetName(dataset) ? dataset : undefined;
}

function judgeEntry(dataset: CanonicalDataset, name: string, source: JsonValue): readonly ParamsFinding[] {
  const problem = findOverrideProblem(dataset, name, readableSource(source));
  if (problem === undefined) return [];
  const { member, message } = problem;
  if (member !== undefined)
    return [{ path: ['mapping', name, member], code: 'transform.mapping-invalid', message }];
  const columns = dataset.columns.map((column) => column.name);
  const suggestion = nearestName(name, columns);
  return [
    {
      path: ['mapping', name],
      code: 'transform.column-unknown',
      message,
      ...(suggestion === undefined ? {} : { suggestion }),
    },
  ];
}

/** What can be read of an entry; of one that can't, only its column is judged. */
function readableSource(source: JsonValue): ColumnSource {
  const { value, field, date } = isJsonObject(source) ? source : {};
  if (typeof value === 'string' && field === undefined) return { value };
  const format = dateFormats.find((known) => known === date);
  return { field: typeof field === 'string' ? field : '', ...(format === undefined ? {} : { date: format }) };
}
