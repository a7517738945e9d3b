import { z } from 'zod';

/**
 * What webpack says about its chunks, as `reportBundle` writes it: their files, and which imports load them. A dynamic import loads
 * all chunks that name it among their origins.
 */
export const bundleSchema = z.object({
  chunks: z.array(
    z.object({
      file: z.string(),
      /** Loaded with the plugin itself. */
      initial: z.boolean(),
      /** The requests of the imports that load it, as written in the sources: `./overview/OverviewPage`. */
      imports: z.array(z.string()),
    })
  ),
});

export type Bundle = z.output<typeof bundleSchema>;

/** Where the production build leaves it, below the repository. */
export const BUNDLE_FILE = 'artifacts/bundle.json';
