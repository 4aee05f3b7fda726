// `node fault-command.mjs NAME [ARGUMENT]…`, for a tree that is built: what came of one fault, as one JSON document.
import { breakDisk, fillDisk, killHolder, wakeHolder } from './faults.mjs';

const faults = {
  'break-disk': breakDisk,
  'fill-disk': fillDisk,
  'kill-holder': killHolder,
  'wake-holder': wakeHolder,
};
const [name, ...texts] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await faults[name](...texts))}\n`);
