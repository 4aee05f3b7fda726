// Works on the file of a database until a point, and waits there for its end: node custody-child.mjs TASK POINT JSON.
// Prints the point when it is there. The point "none" is never reached: then it ends by itself and prints what became of it.
import { backupDatabase, changeKey, restoreDatabase } from '@daybook/persistence';

const [task, point, text] = process.argv.slice(2);
const { key, newKey, ...files } = JSON.parse(text);
const bytes = (hex) => Buffer.from(hex, 'hex');

const options = {
  ...files,
  key: bytes(key),
  newKey: newKey && bytes(newKey),
  keepNewKey: () => console.log('kept'),
  onStage(stage) {
    if (stage !== point) return undefined;
    console.log(stage);
    return new Promise(() => setInterval(() => undefined, 1000));
  },
};

try {
  await { backup: backupDatabase, restore: restoreDatabase, key: changeKey }[task](options);
  console.log('done');
} catch (cause) {
  console.log(`${cause.code}: ${cause.message}`);
}
