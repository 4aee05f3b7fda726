/** The SQLite whose opcodes were read when the list below was made; any other is refused until somebody has read its. */
export const judgedSqliteVersion = '3.51.3';

/** A row of `EXPLAIN`. */
export interface ExplainedOpcode {
  readonly opcode: unknown;
  readonly p1: unknown;
  readonly p2: unknown;
  readonly p3: unknown;
  readonly p4: unknown;
}

/** Opcodes that only read, compute, sort or jump, wherever they stand. */
const harmless = new Set(
  `Init Goto Gosub Return BeginSubrtn InitCoroutine EndCoroutine Yield HaltIfNull Halt
  Integer Int64 Real String8 String Blob Null SoftNull Variable Move Copy SCopy IntCopy ResultRow Concat
  Add Subtract Multiply Divide Remainder CollSeq BitAnd BitOr ShiftLeft ShiftRight AddImm MustBeInt RealAffinity Cast
  Eq Ne Lt Le Gt Ge ElseEq Permutation Compare Jump And Or IsTrue Not BitNot Once If IfNot IsNull IsType ZeroOrNull
  NotNull IfNullRow Offset Column TypeCheck Affinity MakeRecord Count
  Close ColumnsUsed SeekLT SeekLE SeekGE SeekGT SeekScan SeekHit IfNotOpen IfNoHope NoConflict NotFound Found SeekRowid
  NotExists IfEmpty Sequence SequenceTest RowCell ResetCount SorterCompare SorterData RowData Rowid NullRow SeekEnd Last
  IfSizeBetween SorterSort Sort Rewind SorterNext Prev Next SorterInsert DeferredSeek IdxRowid FinishSeek
  IdxLE IdxGT IdxLT IdxGE ResetSorter RowSetAdd RowSetRead RowSetTest
  DecrJumpZero IfPos OffsetLimit IfNotZero AggInverse AggStep AggStep1 AggValue AggFinal Explain Noop ReleaseReg
  FilterAdd Filter Function PureFunc ClrSubtype GetSubtype SetSubtype CursorHint MemMax`.split(/\s+/),
);

/** Opcodes that make a table or index that lives as long as the statement. */
const makesOwn = new Set(['OpenEphemeral', 'OpenAutoindex', 'SorterOpen', 'OpenPseudo', 'OpenDup']);

/** Opcodes that write, allowed to what the statement made itself. */
const writes = new Set(['Insert', 'Delete', 'IdxInsert', 'IdxDelete', 'NewRowid', 'Clear']);

const calls = new Set(['Function', 'PureFunc', 'AggStep', 'AggStep1', 'AggInverse', 'AggValue', 'AggFinal']);

/**
 * Why a compiled statement may not run; `undefined` when it may: every opcode is known and only reads, it opens nothing
 * but those tables and indexes of the first database, and it calls nothing but those functions.
 */
export function findForbiddenOpcode(
  program: readonly ExplainedOpcode[],
  allowed: { readonly rootPages: ReadonlySet<unknown>; readonly functions: ReadonlySet<string> },
): string | undefined {
  const own = new Set(program.filter(({ opcode }) => makesOwn.has(String(opcode))).map(({ p1 }) => p1));
  for (const { opcode, p1, p2, p3, p4 } of program) {
    const name = String(opcode);
    if (calls.has(name) && !allowed.functions.has(functionName(p4))) return `it calls ${functionName(p4)}`;
    if (harmless.has(name) || makesOwn.has(name)) continue;
    if (name === 'Transaction' && p1 === 0 && p2 === 0) continue;
    if ((name === 'OpenRead' || name === 'ReopenIdx') && p3 === 0 && allowed.rootPages.has(p2)) continue;
    if (writes.has(name) && own.has(p1)) continue;
    return name === 'OpenRead' || name === 'ReopenIdx'
      ? 'it reads a table that is not a dataset'
      : `it needs an operation that no query may use (${name})`;
  }
  return undefined;
}

/** `P4` of a call is the function's name with the number of its arguments: `abs(1)`. */
function functionName(p4: unknown): string {
  return String(p4)
    .replace(/\(-?\d+\)$/, '')
    .toLowerCase();
}
