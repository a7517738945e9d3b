import { FilterSyntaxError } from './filter';

const SPACE = /[ \t\r\n]*/y;

/** A cursor over the text that moves by code points. */
export class Reader {
  offset = 0;
  #previous = 0;

  constructor(private readonly text: string) {}

  atEnd(): boolean {
    return this.offset >= this.text.length;
  }

  at(expected: string): boolean {
    return this.text.startsWith(expected, this.offset);
  }

  take(expected: string): boolean {
    if (!this.at(expected)) {
      return false;
    }
    this.offset += expected.length;
    return true;
  }

  next(): string | undefined {
    this.#previous = this.offset;
    const code = this.text.codePointAt(this.offset);
    if (code === undefined) {
      return undefined;
    }
    const char = String.fromCodePoint(code);
    this.offset += char.length;
    return char;
  }

  back(): void {
    this.offset = this.#previous;
  }

  match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.offset;
    const found = sticky.exec(this.text)?.[0];
    this.offset += found?.length ?? 0;
    return found;
  }

  skipSpace(): void {
    this.match(SPACE);
  }

  error(message: string): FilterSyntaxError {
    return new FilterSyntaxError(message, this.offset);
  }
}
