import ts from 'typescript';

/** English texts by their whole id; texts with a number stand under `id_one` and `id_other`. */
export type Texts = Map<string, string>;

/**
 * Finds the texts that a source file shows, as `t`, `plural` and `Trans` of `src/i18n` name them.
 *
 * @returns the texts, and what is wrong with how some are written, each with its place
 */
export function extractTexts(fileName: string, source: string): { texts: Texts; problems: string[] } {
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const texts: Texts = new Map();
  const problems: string[] = [];
  const report = (node: ts.Node, problem: string) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    problems.push(`${fileName}:${line + 1}: ${problem}`);
  };
  const add = (node: ts.Node, id: string | undefined, text: string | undefined) => {
    if (id === undefined || text === undefined) {
      report(node, 'the id and the text must be written out as literals');
    } else if (!ID.test(id)) {
      report(node, `${id} is not an id such as mappings.table.name`);
    } else if (texts.has(id) && texts.get(id) !== text) {
      report(node, `${id} has two texts`);
    } else {
      texts.set(id, text);
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const [id, second, third] = node.arguments;
      if (node.expression.text === 't') {
        add(node, literal(id), literal(second));
      } else if (node.expression.text === 'plural') {
        for (const form of ['one', 'other']) {
          const name = literal(id);
          add(node, name === undefined ? undefined : `${name}_${form}`, literal(property(third, form)));
        }
      }
    } else if (ts.isJsxSelfClosingElement(node) && node.tagName.getText() === 'Trans') {
      add(node, literal(attribute(node, 'id')), literal(attribute(node, 'text')));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { texts, problems };
}

const ID = /^[a-z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9-]*)+(?:_one|_other)?$/;

function literal(node: ts.Node | undefined): string | undefined {
  if (node === undefined) {
    return undefined;
  }
  if (ts.isJsxExpression(node) || ts.isParenthesizedExpression(node)) {
    return literal(node.expression);
  }
  // Long texts are written in several pieces.
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [literal(node.left), literal(node.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return ts.isStringLiteralLike(node) ? node.text : undefined;
}

function property(node: ts.Node | undefined, name: string): ts.Node | undefined {
  return node !== undefined && ts.isObjectLiteralExpression(node)
    ? node.properties.filter(ts.isPropertyAssignment).find((one) => one.name.getText() === name)?.initializer
    : undefined;
}

function attribute({ attributes }: ts.JsxSelfClosingElement, name: string): ts.Node | undefined {
  return attributes.properties.filter(ts.isJsxAttribute).find((one) => one.name.getText() === name)?.initializer;
}
