/** Prints a line of the program's report. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
