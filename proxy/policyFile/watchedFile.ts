import { stat } from 'node:fs/promises';

/**
 * Tells when a file has changed and lies still. Events of the file system are of no use here: they do not come for links that
 * are swapped, as Kubernetes does it, nor over networks.
 */
export class WatchedFile {
  #settled: string | undefined;
  #seen: string | undefined;

  constructor(private readonly file: string) {}

  /** Takes the file as it is now for known. */
  async settle(): Promise<void> {
    this.#settled = await this.#look();
    this.#seen = this.#settled;
  }

  /** Has the next still look count as a change: what was found could not be taken. */
  forget(): void {
    this.#settled = undefined;
  }

  /**
   * @returns true once for each change, when two looks one after the other found the same: whoever writes a file in place
   * leaves a part of it there for a moment, and a part can be a policy, too
   */
  async changed(): Promise<boolean> {
    const found = await this.#look();
    const still = found === this.#seen;
    this.#seen = found;
    if (!still || found === this.#settled) {
      return false;
    }
    this.#settled = found;
    return true;
  }

  async #look(): Promise<string> {
    try {
      const { dev, ino, size, mtimeNs, ctimeNs } = await stat(this.file, { bigint: true });
      return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
    } catch (error) {
      return (error as NodeJS.ErrnoException).code ?? 'unknown error';
    }
  }
}
