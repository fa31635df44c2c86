import { defineConfig } from 'vite'

/** The script of `@stepkey/connect`. It contains its part of the client, so the package has no dependencies. */
export default defineConfig({
  build: {
    reportCompressedSize: false,
    target: 'es2023',
    // Not minified, so that stack frames can be found in the code.
    minify: false,
    lib: { entry: 'src/connect.ts', formats: ['es'], fileName: 'connect' },
  },
})
