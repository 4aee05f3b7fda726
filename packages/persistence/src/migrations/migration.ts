/** One step of the schema's history. Once released it is never edited: a later one corrects it. */
export interface Migration {
  /** From 1, without gaps. */
  readonly version: number;
  readonly name: string;
  /** A script of statements; it runs in one transaction. */
  readonly sql: string;
}
