// `npm run crash [-- OPTIONS]`: set-up with a build, then the crash tests of the engine in their long form; `--help` tells
// the options. Their short form is part of `npm test`.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from './repository.mjs';
import { setUp } from './set-up.mjs';

await setUp();
const command = join(repositoryRoot, 'apps', 'server', 'test', 'crash', 'crash-command.mjs');
await import(pathToFileURL(command).href);
