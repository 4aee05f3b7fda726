export { canonicalJson } from './canonical-json.ts';
export type { Clock } from './clock.ts';
export {
  addDecimals,
  compareDecimals,
  decimal,
  decimalPlaces,
  type DecimalText,
  divideDecimals,
  multiplyDecimals,
  parseDecimal,
  roundDecimal,
  subtractDecimals,
  toFixedDecimal,
} from './decimal.ts';
export { type EngineErrorCode, engineErrorCodes } from './errors/engine-error-code.ts';
export {
  EngineError,
  type EngineErrorOptions,
  type RetryAdvice,
  toEngineError,
} from './errors/engine-error.ts';
export {
  type ArtifactFormat,
  artifactFormats,
  type ArtifactReference,
  artifactReference,
} from './handoff/artifact.ts';
export {
  type CanonicalColumn,
  type CanonicalDataset,
  canonicalDataset,
  type ColumnKind,
  isStoredDataset,
  type StoredDatasetName,
  storedDatasetNames,
  type WriteDisposition,
} from './handoff/canonical-dataset.ts';
export type { CanonicalRow, CanonicalValue, QuarantinedRow } from './handoff/canonical-row.ts';
export { type DatasetName, datasetNames, isDatasetName } from './handoff/dataset-name.ts';
export {
  type FetchEnvelope,
  fetchEnvelope,
  type PayloadReference,
  payloadReference,
  warning,
} from './handoff/fetch-envelope.ts';
export type { ColumnSource, FieldMapping, RawRow, RawValue } from './handoff/raw-row.ts';
export type {
  ChartSection,
  MetricCard,
  MetricComparison,
  ReportModel,
  ReportSection,
  TableColumn,
  TableSection,
  TextSection,
} from './handoff/report-model.ts';
export type { ResultColumn, ResultColumnType } from './handoff/result-column.ts';
export type { QueryResult, Snapshot, SnapshotCell, SnapshotColumn } from './handoff/snapshot.ts';
export {
  type ArtifactId,
  derivedId,
  type DeliveryId,
  type IdSource,
  type PolicyId,
  type ReportId,
  type RunId,
  type Sha256,
  sha256,
  toArtifactId,
  toDeliveryId,
  toPolicyId,
  toReportId,
  toRunId,
  toSha256,
} from './ids.ts';
export { type Instant, parseInstant, toEpochMs, toInstant } from './instant.ts';
export {
  deepFreeze,
  escapePointer,
  isJsonList,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  toJson,
  toPointer,
} from './json.ts';
export { type Logger, type LogFields, silentLogger } from './logger.ts';
export { nearestName } from './nearest-name.ts';
export { type RunCause, runCauses } from './run-cause.ts';
export { type SqlProblem, sqlProblem } from './sql-text.ts';
export { createZoneOffset } from './zone-offset.ts';
