import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTemporaryFolder } from './temporary-folder.ts';

/** A private authority and a certificate for this machine that it signed, as PEM. */
export interface Certificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

export async function makeCertificates(
  names = 'IP:127.0.0.1,DNS:localhost',
  days = 2,
): Promise<Certificates> {
  const folder = await makeTemporaryFolder();
  const file = (name: string) => join(folder.path, name);
  const newKey = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const openssl = (...given: readonly string[]) =>
    execFileSync('openssl', [...newKey, '-days', String(days), ...given], { stdio: 'pipe' });
  const authority = ['-keyout', file('ca.key'), '-out', file('ca.pem'), '-subj', '/CN=Private authority'];
  openssl(...authority);
  const server = ['-keyout', file('server.key'), '-out', file('server.pem'), '-subj', '/CN=Mail server'];
  const signed = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-addext', `subjectAltName=${names}`];
  openssl(...server, ...signed);
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'server.pem', 'server.key'].map((name) => readFile(file(name), 'utf8')),
  );
  await folder.remove();
  return { ca: ca!, cert: cert!, key: key! };
}
