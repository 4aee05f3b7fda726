// `node fault-command.mjs NAME [NUMBER]`, for a tree that is built: what came of one fault, as one JSON document.
import { fillDisk, killHolder, wakeHolder } from './faults.mjs';

const faults = { 'fill-disk': fillDisk, 'kill-holder': killHolder, 'wake-holder': wakeHolder };
const [name, ...numbers] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await faults[name](...numbers.map(Number)))}\n`);
