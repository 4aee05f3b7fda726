import {
  type CanonicalColumn,
  canonicalDataset,
  isDatasetName,
  isJsonObject,
  isStoredDataset,
  type JsonObject,
  type JsonValue,
  sqlProblem,
  nearestName,
} from '@daybook/kernel';
import { type ParamsFinding, type ParamsJudge, toPlaceholder } from '@daybook/policy';
import { findMisfit } from './join-query.ts';
import type { DatasetCapabilities } from './provider.ts';
import { findOffer, type ProviderOffer, providerNames, providerOffers } from './provider-offers.ts';

/** Finds what no schema can: providers that there are not, datasets that one lacks, criteria that it can't honour. */
export const judgeFetch: ParamsJudge = (params) => {
  if (!isJsonObject(params)) return [];
  const { provider, dataset, criteria } = params;
  const findings = judgeCriteria(criteria);
  if (typeof provider !== 'string') return findings;
  const offer = findOffer(provider);
  if (offer === undefined) return [unknownProvider(provider), ...findings];
  if (typeof dataset !== 'string' || !isDatasetName(dataset)) return findings;
  const offered = offer.datasets.find((each) => each.dataset === dataset);
  if (offered === undefined) return [notOffered(provider, dataset, offer), ...findings];
  return [...judgeFit(provider, offered, criteria), ...findings];
};

function unknownProvider(provider: string): ParamsFinding {
  const known = providerOffers.map(({ id }) => id).join(', ');
  return {
    path: ['provider'],
    code: 'provider.unknown',
    message: `There is no provider "${provider.slice(0, 64)}"; there are: ${known}.`,
    ...suggested(nearestName(provider, providerNames)),
  };
}

function notOffered(provider: string, dataset: string, { datasets }: ProviderOffer): ParamsFinding {
  const offered = datasets.map((each) => each.dataset);
  const others = providerOffers
    .filter((offer) => offer.datasets.some((each) => each.dataset === dataset))
    .map(({ id }) => id);
  return {
    path: ['dataset'],
    code: 'provider.dataset-not-offered',
    message: `The provider "${provider}" does not offer ${dataset}; it offers: ${offered.join(', ')}. Providers of ${dataset}: ${others.join(', ')}.`,
    ...suggested(nearestName(dataset, offered)),
  };
}

/** Whether the criteria are of the kind that the provider's dataset takes. */
function judgeFit(
  provider: string,
  { dataset, criteria: taken, withoutEntities, range }: DatasetCapabilities,
  criteria: JsonValue | undefined,
): readonly ParamsFinding[] {
  if (criteria !== undefined && !isJsonObject(criteria)) return [];
  if (criteria !== undefined && toPlaceholder(criteria) !== undefined) return [];
  const given: JsonObject = criteria ?? {};
  const whose = `The dataset ${dataset} of the provider "${provider}"`;
  const findings: ParamsFinding[] = [];
  for (const member of ['symbols', 'files'] as const) {
    if (given[member] === undefined || member === taken) continue;
    const instead = taken === 'none' ? 'it comes as a whole' : `name criteria.${taken} instead`;
    const message = `${whose} does not take criteria.${member}: ${instead}.`;
    findings.push({ path: ['criteria', member], code: 'provider.criteria-not-taken', message });
  }
  if (given['range'] !== undefined && range === 'none') {
    const message = `${whose} does not take criteria.range: it cannot tell days apart; select them in the report.`;
    findings.push({ path: ['criteria', 'range'], code: 'provider.criteria-not-taken', message });
  }
  if (
    findings.length === 0 &&
    taken !== 'none' &&
    withoutEntities === 'refused' &&
    given[taken] === undefined
  ) {
    const message = `${whose} needs criteria.${taken}: it is not said what to fetch.`;
    const path = criteria === undefined ? [] : ['criteria'];
    findings.push({ path, code: 'provider.criteria-missing', message });
  }
  return findings;
}

/** What is wrong with criteria whatever the provider. */
function judgeCriteria(criteria: JsonValue | undefined): readonly ParamsFinding[] {
  if (!isJsonObject(criteria)) return [];
  return [...judgeSymbols(criteria['symbols']), ...judgeRange(criteria['range'])];
}

function judgeSymbols(symbols: JsonValue | undefined): readonly ParamsFinding[] {
  if (!isJsonObject(symbols)) return [];
  const { type, sql, dataset, on, where } = symbols;
  const path = ['criteria', 'symbols'];
  if (type === 'db_query') {
    const problem = typeof sql === 'string' && sql !== '' ? sqlProblem(sql) : undefined;
    return problem === undefined ? [] : [{ path: [...path, 'sql'], ...problem }];
  }
  if (type !== 'db_join' || typeof dataset !== 'string' || !isStoredDataset(dataset)) return [];
  const { columns } = canonicalDataset(dataset);
  const conditions = isJsonObject(where) && toPlaceholder(where) === undefined ? Object.entries(where) : [];
  return [
    ...(typeof on === 'string' && isInstrumentColumn(on)
      ? judgeColumn({ dataset, columns }, on, [...path, 'on'])
      : []),
    ...conditions.flatMap(([name, value]) =>
      judgeColumn({ dataset, columns }, name, [...path, 'where', name], value),
    ),
  ];
}

interface JoinedColumns {
  readonly dataset: string;
  readonly columns: readonly CanonicalColumn[];
}

/** A column that the dataset lacks, or a value that none of its rows can have there. */
function judgeColumn(
  { dataset, columns }: JoinedColumns,
  name: string,
  path: readonly string[],
  value: JsonValue = null,
): readonly ParamsFinding[] {
  const column = columns.find((each) => each.name === name);
  if (column !== undefined) {
    const message = findMisfit(dataset, column, value);
    return message === undefined ? [] : [{ path, code: 'criteria.value-invalid', message }];
  }
  const names = columns.map((each) => each.name);
  const message = `The dataset ${dataset} has no column "${name.slice(0, 64)}"; it has: ${names.join(', ')}.`;
  return [{ path, code: 'criteria.column-unknown', message, ...suggested(nearestName(name, names)) }];
}

/** Of other names the schema says all there is to say. */
function isInstrumentColumn(name: string): boolean {
  return canonicalDataset('instruments').columns.some((column) => column.name === name);
}

function judgeRange(range: JsonValue | undefined): readonly ParamsFinding[] {
  if (!isJsonObject(range)) return [];
  const { type, from, until } = range;
  if (type !== 'between' || typeof from !== 'string' || typeof until !== 'string' || from <= until) return [];
  const message = `The range starts on ${from.slice(0, 10)}, after its end on ${until.slice(0, 10)}: no day lies between.`;
  return [{ path: ['criteria', 'range', 'until'], code: 'criteria.range-empty', message }];
}

function suggested(suggestion: string | undefined): { readonly suggestion?: string } {
  return suggestion === undefined ? {} : { suggestion };
}
