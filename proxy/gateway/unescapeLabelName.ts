const ESCAPED = /^U__(?:[^_]|__|_[0-9A-Fa-f]{1,5}_)*$/;

/**
 * Reads a label's name as VictoriaMetrics does from v1.137.0 on in the path of its values: behind `U__`, two underscores are one,
 * and a number between two of them is a character.
 *
 * @returns the name as it is when it is not spelled so
 * @see https://github.com/prometheus/proposals/blob/main/proposals/0028-utf8.md
 */
export function unescapeLabelName(name: string): string {
  return ESCAPED.test(name)
    ? name
        .slice('U__'.length)
        .replace(/__|_([0-9A-Fa-f]{1,5})_/g, (_all, hex: string | undefined) =>
          hex === undefined ? '_' : String.fromCodePoint(Number.parseInt(hex, 16))
        )
    : name;
}
