import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { EngineError, engineErrorCodes, toEngineError } from '@daybook/kernel';

describe('toEngineError', () => {
  it('keeps an error that the engine knows', () => {
    const known = new EngineError('store.busy', 'busy', { advice: { kind: 'backoff' } });
    expect(toEngineError(known)).toBe(known);
  });

  it('turns anything else into one that is never retried', () => {
    const error = toEngineError('boom');
    expect(error).toMatchObject({ code: 'engine.unexpected', advice: { kind: 'never' }, cause: 'boom' });
    expect(error.message).toContain('boom');
  });

  it('reads the message of an error from another realm', () => {
    const foreign: unknown = runInContext('new Error("native trouble")', createContext());
    expect(foreign instanceof Error).toBe(false);
    expect(toEngineError(foreign).message).toContain('native trouble');
  });
});

describe('engineErrorCodes', () => {
  it('lists every code once', () => {
    expect(new Set(engineErrorCodes).size).toBe(engineErrorCodes.length);
  });
});
