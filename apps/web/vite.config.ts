import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const server = process.env.STEPKEY_SERVER_URL ?? 'http://127.0.0.1:4000'

/** Modules that the embedded picker loads first and the first page does not. */
const PICKER_MODULES =
  /[\\/](zod|embedded-picker|embed\.html|embed-messages\.ts|LoadError\.tsx|ErrorText\.tsx)([\\/]|$)/
const FORM_MODULES = /[\\/](zod|shared|@mantine[\\/]form|forms)[\\/]/

const IMPORT_WITH_FILES = `${import.meta.dirname}/src/ui/loading/importWithFiles.ts`

/** The routes of the first page after sign-in; they are bundled with the app instead of loaded later. */
const FIRST_PAGE_ROUTES = new Set<string>(['/w/$workspace', '/w/$workspace/credentials/'])

/** Replaces the code that Vite calls for each `import()` of the build; see the function. */
const retryableImports: Plugin = {
  name: 'retryable-imports',
  enforce: 'pre',
  apply: 'build',
  load: (id) =>
    id === '\0vite/preload-helper.js'
      ? `export { importWithFiles as __vitePreload } from ${JSON.stringify(IMPORT_WITH_FILES)}`
      : undefined,
}

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      // The pending component belongs to the chunk of the page; only the loader is bundled with the app.
      codeSplittingOptions: {
        defaultBehavior: [['component', 'pendingComponent', 'notFoundComponent', 'errorComponent']],
        splitBehavior: ({ routeId }) => (FIRST_PAGE_ROUTES.has(routeId) ? [] : undefined),
      },
      addExtensions: true,
      quoteStyle: 'single',
      routeFileIgnorePattern: '\\.test\\.',
      tmpDir: 'node_modules/.tanstack',
    }),
    react(),
    retryableImports,
  ],
  // The Content-Security-Policy allows no data: URLs for scripts and styles (see assetsInlineLimit).
  build: {
    // The app and the embedded picker.
    rolldownOptions: {
      input: ['index.html', 'embed.html'],
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'core',
              tags: ['$initial'],
              test: (id) => id.includes('node_modules') && !PICKER_MODULES.test(id),
            },
            { name: 'first', tags: ['$initial'], test: (id) => !PICKER_MODULES.test(id) },
            // Modules that many pages share are in one chunk, except those that only forms need.
            { name: 'shared', minShareCount: 8, test: (id) => !FORM_MODULES.test(id) },
          ],
        },
      },
    },
    license: { fileName: 'THIRD-PARTY-NOTICES.md' },
    assetsInlineLimit: 0,
    target: 'es2023',
    // The first versions with light-dark(); the fallback for older browsers would lose colours.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
  },
  server: {
    proxy: Object.fromEntries(
      ['/trpc', '/api', '/auth', '/healthz', '/readyz'].map((path) => [path, server]),
    ),
  },
})
