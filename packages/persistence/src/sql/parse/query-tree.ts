/** Where a piece of a query stands in its text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A part of a query that has a value. */
export type Expression =
  | NumberNode
  | StringNode
  | NullNode
  | BooleanNode
  | ParameterNode
  | NameNode
  | UnaryNode
  | BinaryNode
  | TestNode
  | BetweenNode
  | InNode
  | CastNode
  | CaseNode
  | ExistsNode
  | SubqueryNode
  | RowNode
  | ParenthesesNode
  | CallNode;

export interface NumberNode extends Span {
  readonly kind: 'number';
  /** With its minus sign, where it has one. */
  readonly text: string;
}

export interface StringNode extends Span {
  readonly kind: 'string';
  readonly value: string;
}

export interface NullNode extends Span {
  readonly kind: 'null';
}

export interface BooleanNode extends Span {
  readonly kind: 'boolean';
}

export interface ParameterNode extends Span {
  readonly kind: 'parameter';
  readonly name: string;
}

export interface NameNode extends Span {
  readonly kind: 'name';
  readonly table: string | undefined;
  readonly column: string;
  /** Whether the column stands in double quotes: people write text so by mistake. */
  readonly quoted: boolean;
}

export interface UnaryNode extends Span {
  readonly kind: 'unary';
  readonly operator: '-' | '+' | '~' | 'NOT';
  readonly operand: Expression;
}

export interface BinaryNode extends Span {
  readonly kind: 'binary';
  /** In capitals; `NOT LIKE` and the like are LIKE, `IS NOT DISTINCT FROM` is IS. */
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
  readonly escape: Expression | undefined;
}

/** `x IS NULL` in all its spellings; `x IS TRUE` too. */
export interface TestNode extends Span {
  readonly kind: 'test';
  readonly of: 'null' | 'truth';
  readonly operand: Expression;
}

export interface BetweenNode extends Span {
  readonly kind: 'between';
  readonly operand: Expression;
  readonly low: Expression;
  readonly high: Expression;
}

export interface InNode extends Span {
  readonly kind: 'in';
  readonly operand: Expression;
  readonly items: readonly Expression[] | SelectStatement;
}

export interface CastNode extends Span {
  readonly kind: 'cast';
  readonly operand: Expression;
  /** As written. */
  readonly type: string;
}

export interface CaseNode extends Span {
  readonly kind: 'case';
  readonly base: Expression | undefined;
  readonly branches: readonly { readonly when: Expression; readonly result: Expression }[];
  readonly otherwise: Expression | undefined;
}

export interface ExistsNode extends Span {
  readonly kind: 'exists';
  readonly select: SelectStatement;
}

export interface SubqueryNode extends Span {
  readonly kind: 'subquery';
  readonly select: SelectStatement;
}

export interface RowNode extends Span {
  readonly kind: 'row';
  readonly items: readonly Expression[];
}

export interface ParenthesesNode extends Span {
  readonly kind: 'parentheses';
  readonly inner: Expression;
}

export interface CallNode extends Span {
  readonly kind: 'call';
  /** In small letters. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly Expression[];
  /** `count(*)`. */
  readonly star: boolean;
  readonly distinct: boolean;
  readonly orderBy: readonly OrderTerm[];
  readonly filter: Expression | undefined;
  readonly over: WindowDefinition | string | undefined;
  /** Where the closing parenthesis of the arguments ends. */
  readonly argumentsEnd: number;
}

export interface OrderTerm {
  readonly expression: Expression;
}

export interface WindowDefinition {
  readonly base: string | undefined;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly OrderTerm[];
  readonly frame:
    | { readonly unit: 'ROWS' | 'RANGE' | 'GROUPS'; readonly offsets: readonly Expression[] }
    | undefined;
}

/** A whole SELECT: common table expressions, one or more arms, and what orders and cuts the whole. */
export interface SelectStatement extends Span {
  readonly ctes: readonly CommonTable[];
  readonly arms: readonly SelectArm[];
  /** One less than arms, in capitals: UNION, UNION ALL, INTERSECT, EXCEPT. */
  readonly operators: readonly string[];
  readonly orderBy: readonly OrderTerm[];
  readonly limits: readonly Expression[];
}

export interface CommonTable {
  readonly name: string;
  readonly columns: readonly string[] | undefined;
  readonly select: SelectStatement;
}

export type SelectArm = SelectCore | ValuesCore;

export interface SelectCore extends Span {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly columns: readonly ResultColumn[];
  readonly from: readonly FromItem[];
  readonly where: Expression | undefined;
  readonly groupBy: readonly Expression[];
  readonly having: Expression | undefined;
  readonly windows: readonly { readonly name: string; readonly definition: WindowDefinition }[];
}

export interface ValuesCore extends Span {
  readonly kind: 'values';
  readonly rows: readonly (readonly Expression[])[];
}

export type ResultColumn =
  | (Span & { readonly kind: 'all'; readonly table: string | undefined })
  | {
      readonly kind: 'value';
      readonly expression: Expression;
      readonly alias: string | undefined;
      /** The text that SQLite names the column by when nothing else does. */
      readonly text: string;
    };

/** A table in FROM, and how it is joined to those before it. */
export interface FromItem {
  readonly source: FromSource;
  /** `undefined` for the first. */
  readonly join: Join | undefined;
}

export type FromSource =
  | (Span & { readonly kind: 'table'; readonly name: string; readonly alias: string | undefined })
  | (Span & {
      readonly kind: 'subquery';
      readonly select: SelectStatement;
      readonly alias: string | undefined;
    })
  | (Span & { readonly kind: 'group'; readonly items: readonly FromItem[] });

export interface Join {
  readonly natural: boolean;
  /** RIGHT or FULL: rows of the right side may stand without a left one. */
  readonly keepsRight: boolean;
  readonly on: Expression | undefined;
  readonly using: readonly string[];
}
