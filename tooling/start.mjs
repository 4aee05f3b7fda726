// `npm start`, `npm run -s daybook -- …` and `npm run demo`: set-up, then the command line, in this very process, so that stdio,
// exit code and signals need no passing on.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from './repository.mjs';
import { setUp } from './set-up.mjs';

// Only a server shows the GUI; other commands need not wait for it.
await setUp({ gui: ['serve', 'mcp'].includes(process.argv[2] ?? '') });
const commandLine = join(repositoryRoot, 'apps', 'server', 'dist', 'cli.js');
process.argv[1] = commandLine;
await import(pathToFileURL(commandLine).href);
