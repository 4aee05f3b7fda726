import { stat } from 'node:fs/promises';
import {
  canonicalDataset,
  type StoredDatasetName,
  storedDatasetNames,
  EngineError,
  type FieldMapping,
} from '@daybook/kernel';
import type {
  LoadedEntity,
  LoadRequest,
  ParseRequest,
  Provider,
  ProviderDataset,
} from '@daybook/stages-fetch';
import { parseJsonRecords } from '../json-records.ts';
import { decodeText } from '../payload-text.ts';
import { parseCsvRecords } from './csv-records.ts';
import { contentTypeOf, contentTypes, refusalOfFileName } from './file-name.ts';
import { readPlainFile } from './read-plain-file.ts';

export interface FileProviderSettings {
  /** The only folder that files are read from; `undefined` when the operator set none. */
  readonly folder: string | undefined;
}

/** People's own exports: CSV, TSV and JSON files from one folder that the operator sets. */
export function createFileProvider({ folder }: FileProviderSettings): Provider {
  return {
    id: 'file',
    summary: 'Reads CSV, TSV and JSON files, named in criteria.files, from the folder that the operator set.',
    datasets: storedDatasetNames.map((dataset) => createFileDataset(dataset, folder)),
  };
}

function createFileDataset(dataset: StoredDatasetName, folder: string | undefined): ProviderDataset {
  return {
    dataset,
    criteria: 'files',
    withoutEntities: 'refused',
    range: 'none',
    async load({ entities, signal }: LoadRequest) {
      const existing = await requireFolder(folder);
      const answers: LoadedEntity[] = [];
      // One after the other: each may have 20 MB.
      for (const name of entities) {
        signal.throwIfAborted();
        answers.push(await loadFile(existing, name));
      }
      return answers;
    },
    parse: parseFile,
    mapping: sameNames(dataset),
  };
}

async function requireFolder(folder: string | undefined): Promise<string> {
  const remedy = 'Set DAYBOOK_FILE_FOLDER to the folder that holds the files.';
  if (folder === undefined || folder === '') {
    throw new EngineError(
      'provider.unconfigured',
      `The provider "file" has no folder to read from. ${remedy}`,
    );
  }
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    throw new EngineError(
      'provider.unconfigured',
      `The folder ${folder} is not there, or is no folder. ${remedy}`,
    );
  }
  return folder;
}

async function loadFile(folder: string, name: string): Promise<LoadedEntity> {
  try {
    const refusal = refusalOfFileName(name);
    if (refusal !== undefined) {
      throw new EngineError(
        'provider.refused',
        `The file name ${JSON.stringify(name)} is refused: ${refusal}.`,
      );
    }
    const bytes = await readPlainFile(folder, name);
    const contentType = contentTypeOf(name) ?? 'application/octet-stream';
    return { kind: 'payload', entityKey: name, payload: { bytes, contentType, source: name } };
  } catch (error) {
    if (!EngineError.isInstance(error)) throw error;
    return { kind: 'failed', entityKey: name, error };
  }
}

function parseFile({ bytes, contentType, entityKey }: ParseRequest) {
  const text = decodeText(bytes, entityKey);
  switch (contentType) {
    case contentTypes['csv']:
      return parseCsvRecords(text, entityKey);
    case contentTypes['tsv']:
      return parseCsvRecords(text, entityKey, '\t');
    case contentTypes['json']:
      return parseJsonRecords(text, entityKey);
    default:
      throw new EngineError(
        'transform.payload-invalid',
        `"${entityKey}" is ${contentType}, which "file" cannot read.`,
      );
  }
}

/** Every column from the field of its own name; how loosely names agree is decided where the mapping is applied. */
function sameNames(dataset: StoredDatasetName): FieldMapping {
  return Object.fromEntries(canonicalDataset(dataset).columns.map(({ name }) => [name, { field: name }]));
}
