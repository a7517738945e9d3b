/** What a pattern's first group matches in a text: each once, sorted. */
export function found(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, code = '']) => code))].sort();
}

/** Codes in the first columns of a document's tables. */
export function documented(text: string): string[] {
  const cells = text.split('\n').flatMap((line) => /^\| (`[^|]+`) +\|/.exec(line)?.[1] ?? []);
  return [...new Set(cells.flatMap((cell) => found(cell, /`([a-z][a-z-]*)`/g)))].sort();
}

/** The part of a document below a heading, up to the next of its rank. */
export function section(text: string, heading: string): string {
  const [, below = ''] = text.split(`\n${heading}\n`);
  return below.split('\n## ')[0] ?? '';
}

/** A fenced block of code: the language after its fence, and what it holds. */
export interface CodeBlock {
  language: string;
  code: string;
}

/** All blocks of code of a document, in their order. */
export function codeBlocks(text: string): CodeBlock[] {
  return [...text.matchAll(/^```([a-z]+)\n([^]*?)^```$/gm)].map(([, language = '', code = '']) => ({ language, code }));
}
