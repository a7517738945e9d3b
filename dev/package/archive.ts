import { unzipSync, zipSync } from 'fflate';

// The first moment that a zip file can name; the same in every time zone, because zip files have no zone.
const MOMENT = new Date(1980, 0, 1);
const UNIX = 3;
// Readable by all: a regular file, rw-r--r--.
const ATTRIBUTES = 0o100644 << 16;

/** A zip file as Grafana installs it: one folder with the plugin's id. The same files make the same bytes. */
export function makeArchive(id: string, files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const entries = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return zipSync(Object.fromEntries(entries.map(([name, content]) => [`${id}/${name}`, content])), {
    level: 9,
    mtime: MOMENT,
    os: UNIX,
    attrs: ATTRIBUTES,
  });
}

/** @returns what is wrong with the zip file: it must hold exactly the files, all in one folder with the plugin's id */
export function checkArchive(archive: Uint8Array, id: string, files: ReadonlyMap<string, Uint8Array>): string[] {
  const packed = new Map(Object.entries(unzipSync(archive)));
  const expected = new Map([...files].map(([name, content]) => [`${id}/${name}`, content]));
  return [
    ...[...packed.keys()].filter((name) => !expected.has(name)).map((name) => `archive: ${name} does not belong there`),
    ...[...expected]
      .filter(([name, content]) => !Buffer.from(content).equals(packed.get(name) ?? new Uint8Array()))
      .map(([name]) => `archive: ${name} is missing or another`),
  ];
}
