import { describe, expect, it } from '@jest/globals';
import { findForbiddenOpcode } from '../src/sandbox/explain-gate.ts';

const allowed = { rootPages: new Set([2, 3]), functions: new Set(['abs', 'daybook_collect']) };
const op = (opcode: string, p1 = 0, p2 = 0, p3 = 0, p4: string | null = null) => ({ opcode, p1, p2, p3, p4 });

describe('findForbiddenOpcode', () => {
  it.each([
    [
      'reads of tables that are there',
      [op('Init'), op('Transaction'), op('OpenRead', 0, 2), op('ReopenIdx', 1, 3)],
    ],
    ['writes to what the statement made', [op('OpenEphemeral', 4), op('Insert', 4), op('IdxInsert', 4)]],
    [
      'functions of the list',
      [op('Function', 0, 0, 0, 'abs(1)'), op('AggStep', 0, 0, 0, 'daybook_collect(-1)')],
    ],
  ])('lets through %s', (_, program) => {
    expect(findForbiddenOpcode(program, allowed)).toBeUndefined();
  });

  it.each([
    ['another table', [op('OpenRead', 0, 1)], /not a dataset/],
    ['a table of another database', [op('OpenRead', 0, 2, 1)], /not a dataset/],
    ['an index of another table', [op('ReopenIdx', 0, 9)], /not a dataset/],
    ['a write', [op('OpenWrite', 0, 2)], /OpenWrite/],
    ['a write to a table', [op('OpenEphemeral', 4), op('Insert', 0)], /Insert/],
    ['a transaction that writes', [op('Transaction', 0, 1)], /Transaction/],
    ['a transaction on another database', [op('Transaction', 1, 0)], /Transaction/],
    ['a virtual table', [op('VOpen')], /VOpen/],
    ['another function', [op('Function', 0, 0, 0, 'load_extension(1)')], /calls load_extension/],
    ['another aggregate', [op('AggFinal', 0, 0, 0, 'sum(1)')], /calls sum/],
    ['an operation that nobody has judged', [op('Surprise')], /Surprise/],
    ['SQL within SQL', [op('SqlExec')], /SqlExec/],
  ])('refuses %s', (_, program, why) => {
    expect(findForbiddenOpcode(program, allowed)).toMatch(why);
  });
});
