// Which modules a TypeScript file names, read from its syntax tree: comments and strings can't deceive it.
import { parseSync } from '@swc/core';

/**
 * `[{ specifier, typeOnly }]` for every import, re-export, `import()` and `import('…')` type in `code`.
 * `typeOnly` is true when nothing of the module is used at run time.
 */
export function listImports(code, file = 'source.ts') {
  const found = [];
  const add = (source, typeOnly) => found.push({ specifier: source.value, typeOnly });
  visit(parse(code, file), (node) => {
    switch (node.type) {
      case 'ImportDeclaration':
        add(node.source, node.typeOnly || hasOnlyTypes(node.specifiers));
        break;
      case 'ExportNamedDeclaration':
        if (node.source) add(node.source, node.typeOnly || hasOnlyTypes(node.specifiers));
        break;
      case 'ExportAllDeclaration':
        add(node.source, node.typeOnly);
        break;
      case 'TsImportType':
        add(node.argument, true);
        break;
      case 'TsExternalModuleReference':
        add(node.expression, false);
        break;
      case 'CallExpression':
        if (isModuleCall(node)) add(node.arguments[0].expression, false);
        break;
    }
  });
  return found;
}

/** An import without names (`import 'x'`) runs the module: it is not type-only. */
function hasOnlyTypes(specifiers) {
  return specifiers.length > 0 && specifiers.every((specifier) => specifier.isTypeOnly === true);
}

function isModuleCall({ callee, arguments: args }) {
  const isLoader = callee.type === 'Import' || (callee.type === 'Identifier' && callee.value === 'require');
  return isLoader && args[0]?.expression.type === 'StringLiteral';
}

function parse(code, file) {
  try {
    return parseSync(code, { syntax: 'typescript', tsx: file.endsWith('x'), target: 'es2022' });
  } catch (cause) {
    throw new Error(`${file} could not be parsed, so its imports are unknown.`, { cause });
  }
}

function visit(node, look) {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, look);
  } else if (node !== null && typeof node === 'object') {
    look(node);
    for (const value of Object.values(node)) visit(value, look);
  }
}
