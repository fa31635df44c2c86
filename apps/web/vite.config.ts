import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env.STEPKEY_SERVER_URL ?? 'http://127.0.0.1:4000'

/** What the picker for frames begins with besides, and the first page of the screen does not. */
const OF_PICKER = /[\\/](zod|embed|embed\.html|embed-messages\.ts|LoadError\.tsx|ErrorText\.tsx)([\\/]|$)/
const OF_FORMS = /[\\/](zod|shared|@mantine[\\/]form|forms)[\\/]/

/** What whoever is signed in sees first: it comes with the application instead of after it. */
const FIRST_PAGE = new Set<string>(['/w/$workspace', '/w/$workspace/credentials/'])

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      // What a page shows while it waits is a part of the page: only its loader comes with the application.
      codeSplittingOptions: {
        defaultBehavior: [['component', 'pendingComponent', 'notFoundComponent', 'errorComponent']],
        splitBehavior: ({ routeId }) => (FIRST_PAGE.has(routeId) ? [] : undefined),
      },
      addExtensions: true,
      quoteStyle: 'single',
      routeFileIgnorePattern: '\\.test\\.',
      tmpDir: 'node_modules/.tanstack',
    }),
    react(),
  ],
  // The policy of the page allows no data: addresses for scripts and styles.
  build: {
    // The screen, and the picker for frames in other pages.
    rolldownOptions: {
      input: ['index.html', 'embed.html'],
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'core',
              tags: ['$initial'],
              test: (id) => id.includes('node_modules') && !OF_PICKER.test(id),
            },
            { name: 'first', tags: ['$initial'], test: (id) => !OF_PICKER.test(id) },
            // What other pages share comes in one piece instead of dozens, but for what only forms need.
            { name: 'shared', minShareCount: 8, test: (id) => !OF_FORMS.test(id) },
          ],
        },
      },
    },
    assetsInlineLimit: 0,
    target: 'es2023',
    // Browsers that know light-dark(): a replacement for older ones would lose its colours.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
  },
  server: {
    proxy: Object.fromEntries(
      ['/trpc', '/api', '/auth', '/healthz', '/readyz'].map((path) => [path, server]),
    ),
  },
})
