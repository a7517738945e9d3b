import type { Rule } from '../rule';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const LOGO_BYTES = 50_000;
const SCREENSHOT_BYTES = 600_000;
const UNSAFE_SVG = [/<script/i, /<foreignObject/i, /\son\w+\s*=/i, /\b(?:href|src)\s*=\s*["'](?!#)/i, /<!ENTITY/i];
const RELATIVE = /^[\w-][\w./-]*$/;

const BELONGS = [
  /^(plugin\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  // Signing adds it.
  /^MANIFEST\.txt$/,
  /^(module|\d+)\.js(\.map|\.LICENSE\.txt)?$/,
  /^img\/[\w./-]+\.(svg|png)$/,
  /^locales\/[a-z]{2}-[A-Z]{2}\/[\w-]+\.json$/,
];
const NEEDED = ['plugin.json', 'module.js', 'README.md', 'CHANGELOG.md', 'LICENSE'];

const needed: Rule = {
  name: 'needed-files',
  check: ({ files }) =>
    NEEDED.filter((file) => (files.get(file)?.length ?? 0) === 0).map((file) => `${file} is missing`),
};

const strangers: Rule = {
  name: 'stray-files',
  check: ({ files }) =>
    [...files.keys()]
      .filter((file) => !BELONGS.some((pattern) => pattern.test(file)))
      .map((file) => `${file} does not belong into the plugin`),
};

const images: Rule = {
  name: 'images',
  check: ({ files }, { info: { logos, screenshots } }) => {
    const problem = (file: string, mostBytes: number): string[] => {
      const content = files.get(file);
      if (!RELATIVE.test(file)) {
        return [`${file} is not a path below the plugin`];
      }
      if (content === undefined) {
        return [`${file} is missing`];
      }
      return [
        ...(isOfItsKind(file, content) ? [] : [`${file} is not the SVG or PNG that its name says`]),
        ...(content.length > mostBytes ? [`${file} has ${content.length} bytes, more than ${mostBytes}`] : []),
      ];
    };
    return [
      ...[...new Set(Object.values(logos))].flatMap((file) => problem(file, LOGO_BYTES)),
      ...screenshots.flatMap(({ path }) => problem(path, SCREENSHOT_BYTES)),
      ...(screenshots.length > 0 ? [] : ['the catalog wants a screenshot']),
    ];
  },
};

const unusedImages: Rule = {
  name: 'unused-images',
  check: ({ files }, { info: { logos, screenshots } }) => {
    const used = [logos.small, logos.large, ...screenshots.map(({ path }) => path)];
    return [...files.keys()]
      .filter((file) => file.startsWith('img/') && !used.includes(file))
      .map((file) => `nothing shows ${file}`);
  },
};

const safeSvg: Rule = {
  name: 'safe-svg',
  check: ({ files }) =>
    [...files]
      .filter(
        ([file, content]) =>
          file.endsWith('.svg') && UNSAFE_SVG.some((pattern) => pattern.test(content.toString('utf8')))
      )
      .map(([file]) => `${file} runs scripts or shows what is elsewhere`),
};

const licence: Rule = {
  name: 'licence',
  check: ({ files }) =>
    /^\s*Apache License\s+Version 2\.0/.test(files.get('LICENSE')?.toString('utf8') ?? '')
      ? []
      : ['LICENSE is not the Apache License 2.0'],
};

function isOfItsKind(file: string, content: Buffer): boolean {
  return file.endsWith('.svg')
    ? content.toString('utf8').trimStart().startsWith('<svg')
    : file.endsWith('.png') && content.subarray(0, PNG.length).equals(PNG);
}

/** Which files the plugin has, and what pictures are made of. */
export const FILE_RULES: readonly Rule[] = [needed, strangers, images, unusedImages, safeSvg, licence];
