import { createHash } from 'node:crypto';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** One stored policy, under all its versions. `pol_…` */
export type PolicyId = Branded<'PolicyId'>;
/** One execution of one policy version. `run_…` */
export type RunId = Branded<'RunId'>;
/** A report as its readers know it, under all its versions. `rep_…` */
export type ReportId = Branded<'ReportId'>;
/** Rendered bytes of one report version in one format. `art_…` */
export type ArtifactId = Branded<'ArtifactId'>;
/** The handing over of one artifact to one recipient. `dlv_…` */
export type DeliveryId = Branded<'DeliveryId'>;
/** A lower-case hexadecimal SHA-256. */
export type Sha256 = Branded<'Sha256'>;

/** Where fresh ids come from; the application supplies randomness, tests a sequence. */
export interface IdSource {
  /** 26 characters `[0-9a-z]`, unique, never handed out twice. */
  next(): string;
}

export const toPolicyId = (text: string): PolicyId => text as PolicyId;
export const toRunId = (text: string): RunId => text as RunId;
export const toReportId = (text: string): ReportId => text as ReportId;
export const toArtifactId = (text: string): ArtifactId => text as ArtifactId;
export const toDeliveryId = (text: string): DeliveryId => text as DeliveryId;
export const toSha256 = (text: string): Sha256 => text as Sha256;

/** SHA-256 of the bytes, or of the UTF-8 form of a text. */
export function sha256(content: Uint8Array | string): Sha256 {
  return createHash('sha256').update(content).digest('hex') as Sha256;
}

/** Ids that follow from what they name, so that a repeated attempt names the same thing. */
export function derivedId(prefix: string, ...parts: readonly string[]): string {
  return `${prefix}_${sha256(JSON.stringify(parts)).slice(0, 26)}`;
}
