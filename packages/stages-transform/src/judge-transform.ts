import {
  type CanonicalDataset,
  type ColumnSource,
  canonicalDataset,
  isJsonObject,
  isStoredDataset,
  type JsonValue,
} from '@daybook/kernel';
import { nearestName, type ParamsFinding, type ParamsJudge, toPlaceholder } from '@daybook/policy';
import { findOverrideProblem } from './field-mapping.ts';
import { dateFormats } from './read-value.ts';

/** Finds entries of the mapping that the target dataset can't have. */
export const judgeTransform: ParamsJudge = (params) => {
  if (!isJsonObject(params)) return [];
  const { target, mapping } = params;
  if (typeof target !== 'string' || !isStoredDataset(target)) return [];
  if (!isJsonObject(mapping) || toPlaceholder(mapping) !== undefined) return [];
  const dataset = canonicalDataset(target);
  return Object.entries(mapping).flatMap(([column, source]) => judgeEntry(dataset, column, source));
};

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
