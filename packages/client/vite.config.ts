import { defineConfig } from 'vite'

/** The script of `@stepkey/client`. It contains what it needs to sign requests, so the package has no dependencies. */
export default defineConfig({
  build: {
    license: { fileName: 'THIRD-PARTY-NOTICES.md' },
    reportCompressedSize: false,
    target: 'es2023',
    // Not minified, so that stack frames can be found in the code.
    minify: false,
    lib: { entry: 'src/client.ts', formats: ['es'], fileName: 'client' },
  },
})
