/** Gives each intended change a key of its own, so that sending it twice does it once. */
export interface ChangeKeys {
  /** The same key for the same content until it is settled. */
  keyFor(content: unknown): string;
  /** The server has answered: the next change is another one, whatever it holds. */
  settle(content: unknown): void;
}

/** Makes the keys of one form or button; `makeKey` gives a new random text. */
export function createChangeKeys(makeKey: () => string): ChangeKeys {
  const keys = new Map<string, string>();
  return {
    keyFor(content) {
      const text = toText(content);
      const key = keys.get(text) ?? makeKey();
      keys.set(text, key);
      return key;
    },
    settle(content) {
      keys.delete(toText(content));
    },
  };
}

function toText(content: unknown): string {
  return JSON.stringify(content) ?? '';
}
