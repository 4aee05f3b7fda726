// Takes away the network that needs no import.
for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']) {
  Object.defineProperty(globalThis, name, {
    configurable: true,
    writable: true,
    value() {
      throw new Error(`this package does no I/O: ${name} is denied in its tests`);
    },
  });
}
