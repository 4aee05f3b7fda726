// One set-up at a time in one tree: two npm commands started together must not install over each other.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const heartbeatMs = 2_000;
const pollMs = 200;

/** No heartbeat for this long means that the holder is gone, wherever it ran. */
const staleAfterMs = 30_000;

/** Runs `action` while holding the lock folder; `onWait` is called once if somebody else holds it. */
export async function withLock(folder, action, onWait = () => {}) {
  let waiting = false;
  while (!tryAcquire(folder)) {
    if (isStale(folder)) {
      discard(folder);
      continue;
    }
    if (!waiting) onWait();
    waiting = true;
    await wait(pollMs);
  }

  const heartbeat = setInterval(() => touch(folder), heartbeatMs);
  try {
    return await action();
  } finally {
    clearInterval(heartbeat);
    rmSync(folder, { recursive: true, force: true });
  }
}

function tryAcquire(folder) {
  try {
    // Creating a folder either succeeds or fails as a whole: that is the lock.
    mkdirSync(folder);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(folder, 'owner.json'), JSON.stringify({ pid: process.pid, host: hostname() }));
  return true;
}

function isStale(folder) {
  try {
    if (Date.now() - statSync(folder).mtimeMs > staleAfterMs) return true;
    const owner = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8'));
    return owner.host === hostname() && !isAlive(owner.pid);
  } catch {
    // Just released, or its owner has not written its name yet: the next look decides.
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}

/** Renaming first lets exactly one of several waiters remove the stale folder. */
function discard(folder) {
  const aside = `${folder}.stale-${process.pid}`;
  try {
    renameSync(folder, aside);
  } catch {
    return;
  }
  // Another waiter may have replaced the stale folder between our look and our rename: give a live one back.
  if (isStale(aside)) rmSync(aside, { recursive: true, force: true });
  else giveBack(aside, folder);
}

function giveBack(aside, folder) {
  try {
    renameSync(aside, folder);
  } catch {
    rmSync(aside, { recursive: true, force: true });
  }
}

function touch(folder) {
  try {
    utimesSync(folder, new Date(), new Date());
  } catch {
    // The folder was taken from us; the work goes on, and release copes with its absence.
  }
}
