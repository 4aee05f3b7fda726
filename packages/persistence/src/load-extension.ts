import type sqlcipher from '@journeyapps/sqlcipher';

declare module '@journeyapps/sqlcipher' {
  interface Database {
    /** Missing from the driver's types. */
    loadExtension(file: string, done: (error: Error | null) => void): unknown;
  }
}

/** Loads a run-time extension of SQLite into an open connection. */
export function loadExtension(native: sqlcipher.Database, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    native.loadExtension(file, (error) => (error ? reject(error) : resolve()));
  });
}
