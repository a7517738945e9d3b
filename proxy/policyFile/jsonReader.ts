const WHITE_SPACE = /[ \t\r\n]*/y;
const SCALAR = /"(?:[^"\\]|\\.)*"|[^\s,\]}]+/y;

/** Walks through a text that is valid JSON, without making anything of it. */
export class JsonReader {
  constructor(
    readonly text: string,
    /** The current place. */
    public at: number
  ) {
    this.skipSpace();
  }

  get isObject(): boolean {
    return this.text.charAt(this.at) === '{';
  }

  /**
   * Moves to each member of the object or list at the current place in turn, until the caller stops. `step` is its key or index;
   * `keyAt` is where the key begins, or the value in a list.
   */
  *members(): Generator<{ step: unknown; keyAt: number }> {
    const { isObject } = this;
    if (!isObject && this.text.charAt(this.at) !== '[') {
      return;
    }
    this.at += 1;
    for (let index = 0; ; index += 1) {
      this.skipSpace();
      if (this.at >= this.text.length || /[}\]]/.test(this.text.charAt(this.at))) {
        return;
      }
      const keyAt = this.at;
      const step: unknown = isObject ? JSON.parse(this.#take(SCALAR)) : index;
      if (isObject) {
        this.skipSpace();
        this.at += 1;
        this.skipSpace();
      }
      const valueAt = this.at;
      yield { step, keyAt };
      this.at = valueAt;
      this.#skipValue();
      this.skipSpace();
      this.at += this.text.charAt(this.at) === ',' ? 1 : 0;
    }
  }

  skipSpace(): void {
    this.#take(WHITE_SPACE);
  }

  #skipValue(): void {
    let open = 0;
    do {
      this.skipSpace();
      const char = this.text.charAt(this.at);
      if (char === '{' || char === '[') {
        open += 1;
        this.at += 1;
      } else if (char === '}' || char === ']') {
        open -= 1;
        this.at += 1;
      } else if (char === ',' || char === ':') {
        this.at += 1;
      } else if (this.#take(SCALAR) === '') {
        return;
      }
    } while (open > 0);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }
}
